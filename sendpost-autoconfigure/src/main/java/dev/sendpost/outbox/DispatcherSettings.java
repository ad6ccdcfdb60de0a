package dev.sendpost.outbox;

import java.time.Duration;

/**
 * How a node delivers.
 *
 * @param concurrency how many messages it sends at a time
 * @param pollInterval how often it looks for work that it was not told of
 * @param lease how long a node that has died keeps what it claimed
 * @param shutdownTimeout how long stopping waits for what is being sent
 */
public record DispatcherSettings(int concurrency, Duration pollInterval, Duration lease, Duration shutdownTimeout) {

	/**
	 * Sixteen at a time, each second, with a lease of a minute; half a minute to stop.
	 */
	public static final DispatcherSettings DEFAULT = new DispatcherSettings(16, Duration.ofSeconds(1),
			Duration.ofMinutes(1), Duration.ofSeconds(30));

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public DispatcherSettings {
		if (concurrency < 1) {
			throw new IllegalArgumentException("concurrency must be at least 1 but is " + concurrency);
		}
		requirePositive("pollInterval", pollInterval);
		requirePositive("lease", lease);
		if (shutdownTimeout.isNegative()) {
			throw new IllegalArgumentException("shutdownTimeout must not be negative but is " + shutdownTimeout);
		}
	}

	private static void requirePositive(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw new IllegalArgumentException(name + " must be at least a millisecond but is " + value);
		}
	}

	/**
	 * How many messages are claimed at a time: enough that no thread waits for the
	 * database, and no more than fit into memory.
	 */
	int capacity() {
		return Math.max(64, this.concurrency * 32);
	}

	/**
	 * How many threads are kept for transactional mail, so that a campaign on a slow
	 * route never takes them all.
	 */
	int reservedThreads() {
		return (this.concurrency > 1) ? Math.max(1, this.concurrency / 4) : 0;
	}

}
