package dev.sendpost.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.QueueState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The {@code sendpostOutbox} health: up while what is due is being sent. It is down if
 * mail has been due for too long although nothing is paused, as when no node delivers,
 * and if the store cannot be read. The answer is remembered for a while.
 */
public final class OutboxHealthIndicator extends AbstractHealthIndicator {

	private final MailQueue queue;

	private final Duration maxDelay;

	private final Duration remembered;

	private final Clock clock;

	private @Nullable QueueState state;

	private Instant readAt = Instant.EPOCH;

	/**
	 * Create the health of an outbox.
	 * @param queue what waits
	 * @param maxDelay how long mail may be due
	 * @param remembered how long an answer counts
	 * @param clock tells when that is over
	 */
	public OutboxHealthIndicator(MailQueue queue, Duration maxDelay, Duration remembered, Clock clock) {
		super("The outbox cannot be read");
		this.queue = queue;
		this.maxDelay = maxDelay;
		this.remembered = remembered;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		QueueState state = state();
		Duration delay = state.delay();
		boolean paused = state.paused() || !state.pausedTransports().isEmpty() || !state.pausedSubAccounts().isEmpty();
		builder.up();
		state.depth().forEach((status, count) -> builder.withDetail(status.name().toLowerCase(Locale.ROOT), count));
		builder.withDetail("delay", delay.toString());
		if (state.paused()) {
			builder.withDetail("paused", "everything");
		}
		if (!state.pausedTransports().isEmpty()) {
			builder.withDetail("pausedTransports", state.pausedTransports());
		}
		if (!state.pausedSubAccounts().isEmpty()) {
			builder.withDetail("pausedSubAccounts", state.pausedSubAccounts());
		}
		if (delay.compareTo(this.maxDelay) > 0 && !paused) {
			builder.down().withDetail("error", "e-mail has been due for longer than " + this.maxDelay);
		}
	}

	private synchronized QueueState state() {
		QueueState known = this.state;
		if (known == null || !this.readAt.plus(this.remembered).isAfter(this.clock.instant())) {
			known = this.queue.state();
			this.state = known;
			this.readAt = this.clock.instant();
		}
		return known;
	}

}
