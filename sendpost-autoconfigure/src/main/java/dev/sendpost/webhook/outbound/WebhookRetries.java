package dev.sendpost.webhook.outbound;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * When a delivery that failed is tried again.
 *
 * @param delays how long to wait after the first attempt, the second, and so on; after as
 * many delays it is given up
 * @param jitter the share of a delay by which it is longer, at random, so that many
 * deliveries do not come back together: 0 to 1
 */
public record WebhookRetries(List<Duration> delays, double jitter) {

	/** A subscriber cannot ask to be left alone for longer. */
	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * Create a schedule.
	 * @throws IllegalArgumentException if there is no delay, or a value is out of its
	 * range
	 */
	public WebhookRetries {
		delays = List.copyOf(delays);
		if (delays.isEmpty() || delays.stream().anyMatch((delay) -> delay.toMillis() < 1)) {
			throw new IllegalArgumentException("delays must be one or more, and positive, but are " + delays);
		}
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new IllegalArgumentException("jitter must be 0 to 1 but is " + jitter);
		}
	}

	/**
	 * How long to wait for the next attempt.
	 * @param tries how many there were
	 * @param asked how long the subscriber asks to be left alone, or {@code null}
	 * @return the wait, or {@code null} to give up
	 */
	@Nullable Duration delay(int tries, @Nullable Duration asked, RandomGenerator random) {
		if (tries > this.delays.size()) {
			return null;
		}
		Duration scheduled = this.delays.get(Math.max(tries, 1) - 1);
		Duration base = (asked != null && asked.compareTo(scheduled) > 0) ? asked : scheduled;
		Duration bounded = (base.compareTo(LONGEST) > 0 && base.equals(asked)) ? LONGEST : base;
		return bounded.plusMillis(Math.round(bounded.toMillis() * this.jitter * random.nextDouble()));
	}

}
