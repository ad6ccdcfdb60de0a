package dev.sendpost.webhook.inbound.format;

import java.util.Map;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * Where the facts are in the events of a provider without a format of its own: JSON
 * pointers (RFC 6901) within one event.
 *
 * @param events where the list of events is in the body, or {@code null} if the body is
 * one event or a list of them
 * @param type where the event's type is
 * @param types what the provider's types mean
 * @param id where the event's id is, or {@code null}
 * @param messageId where the id is that the provider gave the e-mail, or {@code null}
 * @param recipient where the recipient's address is, or {@code null}
 * @param occurredAt where the time of the event is, or {@code null}
 * @param statusCode where the enhanced status code is, or {@code null}
 * @param serverText where the server's reply is, or {@code null}
 * @param url where the link is that was clicked, or {@code null}
 */
public record EventMapping(@Nullable String events, String type, Map<String, DeliveryEventType> types,
		@Nullable String id, @Nullable String messageId, @Nullable String recipient, @Nullable String occurredAt,
		@Nullable String statusCode, @Nullable String serverText, @Nullable String url) {

	/**
	 * Create a mapping.
	 */
	public EventMapping {
		types = Map.copyOf(types);
	}

}
