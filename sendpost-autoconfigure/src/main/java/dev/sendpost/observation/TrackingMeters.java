package dev.sendpost.observation;

import dev.sendpost.tracking.TrackingObserver;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counters of tracking: {@code sendpost.tracking.refused}, links that were not made here
 * or were altered, by {@code kind}; and {@code sendpost.tracking.lost}, opens and clicks
 * that could not be recorded.
 */
public final class TrackingMeters implements TrackingObserver {

	private final MeterRegistry registry;

	/**
	 * Create meters.
	 * @param registry where they are registered
	 */
	public TrackingMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void refused(String kind) {
		this.registry.counter("sendpost.tracking.refused", "kind", kind).increment();
	}

	@Override
	public void lost(int count) {
		this.registry.counter("sendpost.tracking.lost").increment(count);
	}

}
