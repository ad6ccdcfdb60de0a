package dev.sendpost.observation;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sendpost.relay.RelayObserver;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of the SMTP relay: the gauge {@code sendpost.relay.connections}, and the
 * counters {@code sendpost.relay.connections.cut} by {@code reason},
 * {@code sendpost.relay.authentication.failures}, and {@code sendpost.relay.messages} by
 * {@code result}: {@code accepted}, {@code bounce}, {@code refused} or {@code deferred}.
 */
public final class RelayMeters implements RelayObserver {

	private final MeterRegistry registry;

	private final AtomicInteger connections;

	/**
	 * Create meters.
	 * @param registry where they are registered
	 */
	public RelayMeters(MeterRegistry registry) {
		this.registry = registry;
		this.connections = new AtomicInteger();
		registry.gauge("sendpost.relay.connections", this.connections);
	}

	@Override
	public void opened() {
		this.connections.incrementAndGet();
	}

	@Override
	public void closed() {
		this.connections.decrementAndGet();
	}

	@Override
	public void cut(Cut reason) {
		this.registry.counter("sendpost.relay.connections.cut", "reason", reason.name().toLowerCase(Locale.ROOT))
			.increment();
	}

	@Override
	public void authenticationFailed() {
		this.registry.counter("sendpost.relay.authentication.failures").increment();
	}

	@Override
	public void received(Result result) {
		this.registry.counter("sendpost.relay.messages", "result", result.name().toLowerCase(Locale.ROOT)).increment();
	}

}
