package dev.sendpost.observation;

import java.util.Locale;

import dev.sendpost.webhook.inbound.WebhookDeliveryState;
import dev.sendpost.webhook.inbound.WebhookObserver;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counters of webhooks: {@code sendpost.webhooks.deliveries} by {@code source} and
 * {@code state}, and {@code sendpost.webhooks.events}, of which a delivery may report
 * many, by {@code source} and {@code result}: {@code recorded}, {@code unmatched} or
 * {@code unknown_type}; and {@code sendpost.webhooks.refused} by {@code source} and
 * {@code reason}.
 */
public final class WebhookMeters implements WebhookObserver {

	private final MeterRegistry registry;

	/**
	 * Create meters.
	 * @param registry where they are registered
	 */
	public WebhookMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void settled(String source, WebhookDeliveryState state, EventCounts events) {
		this.registry
			.counter("sendpost.webhooks.deliveries", "source", source, "state", state.name().toLowerCase(Locale.ROOT))
			.increment();
		count(source, "recorded", events.recorded());
		count(source, "unmatched", events.unmatched());
		count(source, "unknown_type", events.unknownType());
	}

	@Override
	public void refused(String source, String reason) {
		this.registry.counter("sendpost.webhooks.refused", "source", source, "reason", reason).increment();
	}

	private void count(String source, String result, int events) {
		if (events > 0) {
			this.registry.counter("sendpost.webhooks.events", "source", source, "result", result).increment(events);
		}
	}

}
