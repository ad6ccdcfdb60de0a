package dev.sendpost.outbox;

import java.time.Duration;

/**
 * How long the outbox remembers.
 *
 * @param idempotencyWindow how long a message sent again under its idempotency key is
 * recognised
 * @param contentRetention how long the content of a message is kept after it was given up
 * at the latest
 * @param logRetention how long it is known what became of a message, after it was
 * accepted
 * @param maxAge how long after its time a message is given up
 */
public record OutboxSettings(Duration idempotencyWindow, Duration contentRetention, Duration logRetention,
		Duration maxAge) {

	/** A day; a week; ninety days; three days. */
	public static final OutboxSettings DEFAULT = new OutboxSettings(Duration.ofDays(1), Duration.ofDays(7),
			Duration.ofDays(90), RetrySchedule.DEFAULT.maxAge());

}
