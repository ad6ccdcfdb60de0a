package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * A message that was accepted, as the service shows it.
 *
 * @param id its id
 * @param from its sender
 * @param to its recipients; if what it says is not known, with those who got a copy
 * @param subject its subject
 * @param status where it stands
 * @param createdAt when it was accepted
 * @param sentAt when a server first took it, or {@code null}
 * @param lastEvent what became known last
 * @param attachments its files, {@code null} if what it says is not known
 */
record EmailView(String id, String from, List<String> to, String subject, String status, Instant createdAt,
		@Nullable Instant sentAt, @Nullable String lastEvent,
		@JsonInclude(Include.NON_NULL) @Nullable List<File> attachments) {

	static EmailView of(EmailRecord email, List<DeliveryEvent> events) {
		List<EmailAddress> recipients = email.outcomes().stream().map(RecipientOutcome::recipient).toList();
		return of(email, events, recipients, null);
	}

	/**
	 * The message with what it says.
	 */
	static EmailView of(EmailRecord email, List<DeliveryEvent> events, Email content) {
		return of(email, events, content.to(),
				content.attachments().stream().map((file) -> new File(file.filename(), file.contentType())).toList());
	}

	private static EmailView of(EmailRecord email, List<DeliveryEvent> events, List<EmailAddress> to,
			@Nullable List<File> attachments) {
		Instant sentAt = events.stream()
			.filter((event) -> event.type() == DeliveryEventType.SENT)
			.map(DeliveryEvent::occurredAt)
			.findFirst()
			.orElse(null);
		String last = events.isEmpty() ? null : Statuses.of(events.get(events.size() - 1).type());
		return new EmailView(email.id().toString(), email.from().toString(),
				to.stream().map(EmailAddress::toString).toList(), email.subject(), Statuses.of(email.status(), events),
				email.acceptedAt(), sentAt, last, attachments);
	}

	/**
	 * A file.
	 *
	 * @param filename its name
	 * @param contentType its media type
	 */
	record File(String filename, String contentType) {

	}

}
