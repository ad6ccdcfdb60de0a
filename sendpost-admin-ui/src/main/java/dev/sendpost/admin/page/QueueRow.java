package dev.sendpost.admin.page;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits.
 *
 * @param message what it is
 * @param attempts how often it was tried
 * @param dueAt when it is tried next, or, if it is being sent, when it is given up that
 * it is
 * @param why why it waits, or {@code null} if it was not refused
 * @param retried whether it can be tried at once instead
 */
public record QueueRow(MessageRow message, int attempts, @Nullable Instant dueAt, @Nullable String why,
		boolean retried) {

	static QueueRow of(EmailRecord email) {
		String why = email.outcomes()
			.stream()
			.filter((outcome) -> outcome.status() == EmailStatus.DEFERRED)
			.map(QueueRow::reason)
			.findFirst()
			.orElse(null);
		return new QueueRow(MessageRow.of(email), email.attempts(), email.dueAt(), why,
				email.status() == EmailStatus.DEFERRED || email.status() == EmailStatus.QUEUED);
	}

	private static String reason(RecipientOutcome outcome) {
		return Objects.requireNonNullElse(outcome.serverText(), Objects.requireNonNullElse(outcome.reason(), ""));
	}

	/**
	 * Its id.
	 * @return the id
	 */
	public UUID id() {
		return this.message.id();
	}

}
