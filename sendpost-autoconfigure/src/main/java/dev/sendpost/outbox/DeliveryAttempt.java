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

}
