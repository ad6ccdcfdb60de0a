package dev.sendpost.observation;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.sendpost.EmailStatus;
import dev.sendpost.outbox.DispatcherObserver;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.QueueState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Meters of the outbox. Gauges: {@code sendpost.outbox.messages} by {@code status}, and
 * {@code sendpost.outbox.delay}, how long the message has been due that waits longest.
 * Timers: {@code sendpost.outbox.claim} and {@code sendpost.outbox.commit}. Counters:
 * {@code sendpost.outbox.attempts} by {@code result}, {@code settled} or {@code retried}.
 */
public final class OutboxMeters implements MeterBinder, DispatcherObserver {

	private static final EmailStatus[] WAITING = { EmailStatus.SCHEDULED, EmailStatus.QUEUED, EmailStatus.SENDING,
			EmailStatus.DEFERRED };

	private final CachedReading<QueueState> queue;

	private volatile @Nullable DispatcherMeters dispatcher;

	/**
	 * Create meters.
	 * @param queue what waits
	 */
	public OutboxMeters(ObjectProvider<MailQueue> queue) {
		this.queue = new CachedReading<>(() -> queue.getObject().state());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (EmailStatus status : WAITING) {
			Gauge
				.builder("sendpost.outbox.messages",
						() -> this.queue.value((state) -> state.depth().getOrDefault(status, 0L)))
				.description("Messages that wait")
				.baseUnit("messages")
				.tag("status", status.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		TimeGauge
			.builder("sendpost.outbox.delay", () -> this.queue.value((state) -> state.delay().toMillis()),
					TimeUnit.MILLISECONDS)
			.description("How long the message has been due that waits longest")
			.register(registry);
		this.dispatcher = new DispatcherMeters(
				Timer.builder("sendpost.outbox.claim").description("Claiming messages").register(registry),
				Timer.builder("sendpost.outbox.commit").description("Writing what came of attempts").register(registry),
				attempts(registry, "settled"), attempts(registry, "retried"));
	}

	private static Counter attempts(MeterRegistry registry, String result) {
		return Counter.builder("sendpost.outbox.attempts")
			.description("Attempts by what came of them")
			.tag("result", result)
			.register(registry);
	}

	@Override
	public void claimed(int messages, Duration took) {
		DispatcherMeters meters = this.dispatcher;
		if (meters != null) {
			meters.claim().record(took);
		}
	}

	@Override
	public void written(int messages, int retried, Duration took) {
		DispatcherMeters meters = this.dispatcher;
		if (meters != null) {
			meters.commit().record(took);
			meters.settled().increment(messages - retried);
			meters.retried().increment(retried);
		}
	}

	/**
	 * What the dispatcher reports to.
	 */
	private record DispatcherMeters(Timer claim, Timer commit, Counter settled, Counter retried) {

	}

}
