package dev.sendpost.health;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.Transports;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors.Entry;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The {@code sendpost} health: a component for each transport.
 */
public final class SendpostHealthContributor implements CompositeHealthContributor {

	private final Map<String, HealthContributor> contributors = new LinkedHashMap<>();

	/**
	 * Create the health of all transports.
	 * @param transports the transports
	 * @param timeout how long asking one may take
	 * @param remembered how long an answer counts
	 * @param clock tells when that is over
	 */
	public SendpostHealthContributor(Transports transports, Duration timeout, Duration remembered, Clock clock) {
		AsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("sendpost-health-");
		for (MailTransport transport : transports.all()) {
			this.contributors.put(transport.name(),
					new TransportHealthIndicator(transport, transports, timeout, remembered, executor, clock));
		}
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.contributors.get(name);
	}

	@Override
	public Stream<Entry> stream() {
		return this.contributors.entrySet().stream().map((entry) -> new Entry(entry.getKey(), entry.getValue()));
	}

}
