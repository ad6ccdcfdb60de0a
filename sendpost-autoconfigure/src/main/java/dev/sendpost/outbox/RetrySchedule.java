package dev.sendpost.outbox;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * When a message that could not be delivered for the moment is tried again, and when it
 * is given up.
 *
 * @param delays how long to wait after the first attempt, the second, and so on; the last
 * goes on
 * @param jitter the share of a delay by which it is longer or shorter, at random, so that
 * many messages do not come back together: 0 to less than 1
 * @param maxAge how long after its time a message is given up
 */
public record RetrySchedule(List<Duration> delays, double jitter, Duration maxAge) {

	/** One minute, and longer each time, to a day; for three days. */
	public static final RetrySchedule DEFAULT = new RetrySchedule(
			List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1),
					Duration.ofHours(4), Duration.ofHours(12), Duration.ofHours(24)),
			0.2, Duration.ofDays(3));

	/**
	 * Create a schedule.
	 * @throws IllegalArgumentException if there is no delay, or a value is out of its
	 * range
	 */
	public RetrySchedule {
		delays = List.copyOf(delays);
		if (delays.isEmpty()) {
			throw new IllegalArgumentException("delays must not be empty");
		}
		for (Duration delay : delays) {
			if (delay.isNegative() || delay.isZero()) {
				throw new IllegalArgumentException("delays must be positive but one is " + delay);
			}
		}
		if (!(jitter >= 0 && jitter < 1)) {
			throw new IllegalArgumentException("jitter must be 0 to less than 1 but is " + jitter);
		}
		if (maxAge.isNegative() || maxAge.isZero()) {
			throw new IllegalArgumentException("maxAge must be positive but is " + maxAge);
		}
	}

	/**
	 * How long to wait for the next attempt.
	 * @param attempts how many there were
	 * @param hint what the server asked for, or {@code null}; the wait is no shorter,
	 * unless the server asks for longer than the schedule ever waits
	 */
	Duration delay(int attempts, @Nullable Duration hint, RandomGenerator random) {
		Duration longest = this.delays.stream().max(Duration::compareTo).orElseThrow();
		Duration scheduled = this.delays.get(Math.min(Math.max(attempts, 1), this.delays.size()) - 1);
		Duration base = (hint != null && hint.compareTo(longest) <= 0 && hint.compareTo(scheduled) > 0) ? hint
				: scheduled;
		double spread = this.jitter * ((base.equals(hint)) ? random.nextDouble() : random.nextDouble() * 2 - 1);
		return base.plusMillis(Math.round(base.toMillis() * spread));
	}

}
