package dev.sendpost.outbox;

import java.util.List;

import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;

/**
 * What came of one attempt to deliver a queued message.
 *
 * @param outcomes one for each recipient that the attempt concerned;
 * {@link EmailStatus#DEFERRED} for those to try again
 * @param held whether nothing was tried, because every transport that could carry the
 * message is paused
 */
public record DeliveryAttempt(List<RecipientOutcome> outcomes, boolean held) {

	/**
	 * Create an attempt.
	 */
	public DeliveryAttempt {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * The attempt, if what failed failed for a reason that passes.
	 */
	DeliveryAttempt deferringFailures() {
		return new DeliveryAttempt(this.outcomes.stream().map(DeliveryAttempt::deferred).toList(), this.held);
	}

	private static RecipientOutcome deferred(RecipientOutcome outcome) {
		if (outcome.status() != EmailStatus.FAILED) {
			return outcome;
		}
		return RecipientOutcome.failed(outcome.recipient(), EmailStatus.DEFERRED, outcome.transport(),
				outcome.serverText(), outcome.reason(), outcome.perhapsSent());
	}

}
