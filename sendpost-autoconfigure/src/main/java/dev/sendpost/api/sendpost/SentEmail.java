package dev.sendpost.api.sendpost;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of the message to one recipient, {@code EmailResponse}.
 *
 * @param to the recipient's address
 * @param submittedAt when it was taken, in nanoseconds
 * @param messageId its id, or {@code null} if it was not taken
 * @param errorCode {@link #NONE}, or why the recipient gets nothing
 * @param message the same, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SentEmail(@Nullable String to, @Nullable Long submittedAt, @Nullable UUID messageId, int errorCode,
		String message) {

	/** The message is on its way. */
	static final int NONE = 0;

	/** The message was refused, or a policy keeps it back. */
	static final int REFUSED = 422;

	static SentEmail refused(@Nullable String to, String message) {
		return new SentEmail(to, null, null, REFUSED, message);
	}

	static SentEmail of(Email email, Receipt receipt) {
		RecipientOutcome outcome = receipt.outcomes().get(0);
		String to = email.to().get(0).address();
		Long submittedAt = Nanos.of(acceptedAt(receipt.id()));
		return switch (outcome.status()) {
			case DROPPED -> new SentEmail(to, submittedAt, receipt.id(), REFUSED, reason(outcome));
			case FAILED, BOUNCED -> refused(to, reason(outcome));
			default -> new SentEmail(to, submittedAt, receipt.id(), NONE, describe(outcome.status()));
		};
	}

	private static String describe(EmailStatus status) {
		return (status == EmailStatus.SENT) ? "Message sent" : "Message queued";
	}

	private static String reason(RecipientOutcome outcome) {
		if (outcome.reason() != null) {
			return outcome.reason();
		}
		return (outcome.serverText() != null) ? outcome.serverText() : "Message not accepted";
	}

	/**
	 * When an id was made: those of messages are UUIDs of version 7, which begin with the
	 * time (RFC 9562 section 5.7).
	 */
	private static Instant acceptedAt(UUID id) {
		return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
	}

}
