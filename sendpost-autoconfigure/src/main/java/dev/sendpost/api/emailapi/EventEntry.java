package dev.sendpost.api.emailapi;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a message.
 *
 * @param type what happened
 * @param createdAt when
 * @param recipient to whom it happened, or {@code null} if to all
 * @param response what the server said, or {@code null}
 * @param reason why it happened, or {@code null}
 * @param url the link that was followed, or {@code null}
 * @param automated whether a machine opened it or followed the link, or {@code null} if
 * nobody did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventEntry(String type, Instant createdAt, @Nullable String recipient, @Nullable String response,
		@Nullable String reason, @Nullable String url, @Nullable Boolean automated) {

	static EventEntry of(DeliveryEvent event) {
		Engagement engagement = event.engagement();
		return new EventEntry(EmailEntry.name(event.type()), event.occurredAt(),
				(event.recipient() != null) ? event.recipient().address() : null, event.serverText(), event.reason(),
				(engagement != null) ? engagement.url() : null, (engagement != null) ? engagement.automated() : null);
	}

}
