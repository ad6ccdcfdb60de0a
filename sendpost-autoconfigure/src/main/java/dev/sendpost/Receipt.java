package dev.sendpost;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What {@link MailGateway} gives for an {@link Email}.
 *
 * @param id identifies the message from now on, a UUID of version 7
 * @param messageId the {@code Message-ID} header, with its angle brackets; the same in
 * each attempt, so that a duplicate can be recognised
 * @param outcomes one for each address in to, cc and bcc, in that order
 * @param retryAfter for a message that was not accepted for now, how long to wait before
 * it may be, zero if nobody knows; otherwise {@code null}
 */
public record Receipt(UUID id, String messageId, List<RecipientOutcome> outcomes, @Nullable Duration retryAfter) {

	/**
	 * Create a receipt.
	 */
	public Receipt {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * Create a receipt of a message that was accepted, or was refused for good.
	 * @param id identifies the message
	 * @param messageId the {@code Message-ID} header
	 * @param outcomes one for each address
	 */
	public Receipt(UUID id, String messageId, List<RecipientOutcome> outcomes) {
		this(id, messageId, outcomes, null);
	}

	/**
	 * The receipt of a message that was not accepted for now.
	 * @param retryAfter how long to wait, zero if nobody knows
	 * @return the receipt
	 */
	public Receipt refusedForNow(Duration retryAfter) {
		return new Receipt(this.id, this.messageId, this.outcomes, retryAfter);
	}

	/**
	 * Where the message as a whole stands: as well as its best-off recipient.
	 * {@link EmailStatus#SENT} therefore says that at least one was accepted.
	 * @return the status
	 */
	public EmailStatus status() {
		return EmailStatus.bestOff(this.outcomes.stream().map(RecipientOutcome::status).toList());
	}

	/**
	 * The recipients in a status.
	 * @param status the status
	 * @return the addresses, possibly none
	 */
	public List<EmailAddress> recipients(EmailStatus status) {
		return this.outcomes.stream()
			.filter((outcome) -> outcome.status() == status)
			.map(RecipientOutcome::recipient)
			.toList();
	}

	/**
	 * The outcome of one recipient.
	 * @param recipient the address
	 * @return the outcome, or {@code null} if the message was not for that address
	 */
	public @Nullable RecipientOutcome outcome(EmailAddress recipient) {
		return this.outcomes.stream()
			.filter((outcome) -> outcome.recipient().isSameMailbox(recipient))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The refusal that explains most: the first that a server put in words.
	 */
	@Nullable RecipientOutcome firstRefusal() {
		List<RecipientOutcome> refusals = this.outcomes.stream()
			.filter((outcome) -> outcome.status() != EmailStatus.SENT && outcome.status() != EmailStatus.DELIVERED)
			.toList();
		return refusals.stream()
			.filter((outcome) -> outcome.serverText() != null)
			.findFirst()
			.orElseGet(() -> refusals.isEmpty() ? null : refusals.get(0));
	}

}
