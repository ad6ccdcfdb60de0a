package dev.sendpost.transport;

import java.time.Duration;

/**
 * When a transport that keeps failing is left alone, and for how long. Refusals of single
 * recipients and of single messages are not failures.
 *
 * @param failureRate the share of the last attempts, in percent, that must have failed
 * @param minimumAttempts how many attempts there must have been to judge by
 * @param openFor how long no attempt is made, before a few are let through to see
 */
public record Circuit(int failureRate, int minimumAttempts, Duration openFor) {

	/** Half of at least five attempts; for half a minute. */
	public static final Circuit DEFAULT = new Circuit(50, 5, Duration.ofSeconds(30));

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public Circuit {
		if (failureRate < 1 || failureRate > 100) {
			throw new IllegalArgumentException("failureRate must be 1 to 100 but is " + failureRate);
		}
		if (minimumAttempts < 1) {
			throw new IllegalArgumentException("minimumAttempts must be at least 1 but is " + minimumAttempts);
		}
		if (openFor.isNegative() || openFor.isZero()) {
			throw new IllegalArgumentException("openFor must be positive but is " + openFor);
		}
	}

}
