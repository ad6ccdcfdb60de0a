package dev.sendpost.transport;

import java.time.Duration;

/**
 * How often, and how soon, one attempt is repeated on the same transport when its
 * connection fails. The delay grows by half again up to its double each time, at random,
 * so that many senders do not come back together.
 *
 * @param maxAttempts how many tries there are in all, at least 1
 * @param initialDelay how long to wait before the second try
 * @param maxDelay the longest wait between two tries
 */
public record QuickRetry(int maxAttempts, Duration initialDelay, Duration maxDelay) {

	/** Three tries within about a second. */
	public static final QuickRetry DEFAULT = new QuickRetry(3, Duration.ofMillis(200), Duration.ofSeconds(2));

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if there is no try at all, or a delay is not
	 * positive
	 */
	public QuickRetry {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("maxAttempts must be at least 1 but is " + maxAttempts);
		}
		if (initialDelay.isNegative() || initialDelay.isZero() || maxDelay.compareTo(initialDelay) < 0) {
			throw new IllegalArgumentException(
					"initialDelay must be positive and no longer than maxDelay, but they are " + initialDelay + " and "
							+ maxDelay);
		}
	}

}
