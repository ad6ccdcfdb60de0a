package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt to deliver a queued message.
 *
 * @param outcomes one for each recipient that the attempt concerned;
 * {@link EmailStatus#DEFERRED} for those to try again
 * @param held whether nothing was tried, because every transport that could carry the
 * message is paused or throttled, or no route has room for it
 * @param heldUntil when to try, if it is known; otherwise {@code null}
 * @param retryAfter how long a server asks to wait, or {@code null} if none asked
 */
public record DeliveryAttempt(List<RecipientOutcome> outcomes, boolean held, @Nullable Instant heldUntil,
		@Nullable Duration retryAfter) {

	/**
	 * Create an attempt.
	 */
	public DeliveryAttempt {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * Create an attempt that is not held for a known time.
	 * @param outcomes one for each recipient that the attempt concerned
	 * @param held whether nothing was tried
	 */
	public DeliveryAttempt(List<RecipientOutcome> outcomes, boolean held) {
		this(outcomes, held, null, null);
	}

	/**
	 * The attempt, if what failed failed for a reason that passes.
	 */
	DeliveryAttempt deferringFailures() {
		return new DeliveryAttempt(this.outcomes.stream().map(DeliveryAttempt::deferred).toList(), this.held,
				this.heldUntil, this.retryAfter);
	}

	private static RecipientOutcome deferred(RecipientOutcome outcome) {
		if (outcome.status() != EmailStatus.FAILED) {
			return outcome;
		}
		return RecipientOutcome.failed(outcome.recipient(), EmailStatus.DEFERRED, outcome.transport(),
				outcome.serverText(), outcome.reason(), outcome.perhapsSent());
	}

}
