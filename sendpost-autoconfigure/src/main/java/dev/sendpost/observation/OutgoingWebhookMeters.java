package dev.sendpost.observation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import dev.sendpost.webhook.outbound.WebhookDeliveries;
import dev.sendpost.webhook.outbound.WebhookDispatcherObserver;
import dev.sendpost.webhook.outbound.WebhookQueueState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Meters of the webhooks that subscribers are told by. Gauges:
 * {@code sendpost.outgoing.webhooks.deliveries}, which wait for subscribers that are
 * {@code told} or {@code held} up, by {@code subscriber}; and
 * {@code sendpost.outgoing.webhooks.delay}, how long the delivery has been due that waits
 * longest. Timer: {@code sendpost.outgoing.webhooks.attempts}, requests by
 * {@code result}.
 */
public final class OutgoingWebhookMeters implements MeterBinder, WebhookDispatcherObserver {

	private final CachedReading<WebhookQueueState> queue;

	private volatile Map<Result, Timer> attempts = Map.of();

	/**
	 * Create meters.
	 * @param deliveries what waits
	 */
	public OutgoingWebhookMeters(ObjectProvider<WebhookDeliveries> deliveries) {
		this.queue = new CachedReading<>(() -> deliveries.getObject().state());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "told", WebhookQueueState::told);
		gauge(registry, "held", WebhookQueueState::held);
		TimeGauge
			.builder("sendpost.outgoing.webhooks.delay", () -> this.queue.value((state) -> state.delay().toMillis()),
					TimeUnit.MILLISECONDS)
			.description("How long the delivery has been due that waits longest")
			.register(registry);
		Map<Result, Timer> attempts = new EnumMap<>(Result.class);
		for (Result result : Result.values()) {
			attempts.put(result,
					Timer.builder("sendpost.outgoing.webhooks.attempts")
						.description("Requests to subscribers by what came of them")
						.tag("result", result.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
		this.attempts = attempts;
	}

	private void gauge(MeterRegistry registry, String subscriber, ToDoubleFunction<WebhookQueueState> value) {
		Gauge.builder("sendpost.outgoing.webhooks.deliveries", () -> this.queue.value(value))
			.description("Deliveries that wait")
			.baseUnit("deliveries")
			.tag("subscriber", subscriber)
			.register(registry);
	}

	@Override
	public void attempted(Result result, Duration took) {
		Timer timer = this.attempts.get(result);
		if (timer != null) {
			timer.record(took);
		}
	}

}
