package dev.sendpost.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CaptureTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Whether one transport could take a message now. The answer is remembered for a while,
 * and asking never takes longer than the time-out, however long the transport does.
 */
final class TransportHealthIndicator implements HealthIndicator {

	private final MailTransport transport;

	private final Transports transports;

	private final Duration timeout;

	private final Duration remembered;

	private final AsyncTaskExecutor executor;

	private final Clock clock;

	private @Nullable CompletableFuture<Health> check;

	private Instant checkedAt = Instant.EPOCH;

	TransportHealthIndicator(MailTransport transport, Transports transports, Duration timeout, Duration remembered,
			AsyncTaskExecutor executor, Clock clock) {
		this.transport = transport;
		this.transports = transports;
		this.timeout = timeout;
		this.remembered = remembered;
		this.executor = executor;
		this.clock = clock;
	}

	@Override
	public Health health() {
		Health health = check();
		Health.Builder builder = new Health.Builder(health.getStatus(), health.getDetails());
		if (this.transport instanceof CaptureTransport) {
			builder.withDetail("delivery", "captured, not sent");
		}
		if (this.transports.isLeftAlone(this.transport.name())) {
			builder.down().withDetail("circuit", "open: left alone for a while after failures");
		}
		return builder.build();
	}

	private Health check() {
		try {
			return currentCheck().get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return Health.down().withDetail("error", "no answer within " + this.timeout).build();
		}
		catch (ExecutionException ex) {
			return Health.down(ex).build();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Health.unknown().withDetail("error", "interrupted").build();
		}
	}

	/**
	 * The check whose result counts now: one that is under way, one that is recent, or a
	 * new one.
	 */
	private synchronized CompletableFuture<Health> currentCheck() {
		CompletableFuture<Health> current = this.check;
		boolean recent = this.checkedAt.plus(this.remembered).isAfter(this.clock.instant());
		if (current == null || (current.isDone() && !recent)) {
			current = this.executor.submitCompletable(this::askTransport);
			this.check = current;
			this.checkedAt = this.clock.instant();
		}
		return current;
	}

	private Health askTransport() {
		try {
			this.transport.check();
			return Health.up().build();
		}
		catch (RuntimeException ex) {
			return Health.down().withDetail("error", String.valueOf(ex.getMessage())).build();
		}
	}

}
