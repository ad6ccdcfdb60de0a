package dev.sendpost.domain;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Looks for the records of the domains from the properties when the application has
 * started and from time to time. Each node does it for itself: there may be no store.
 */
public final class ConfiguredDomainChecks implements SmartLifecycle {

	/** How long a check may go on when this stops. */
	private static final long STOPPED_WITHIN_SECONDS = 2;

	private final SendingDomains domains;

	private final Duration interval;

	private @Nullable ScheduledExecutorService executor;

	/**
	 * Create the checks. They run nowhere if no domain is configured.
	 * @param domains the domains
	 * @param interval how long after one check the next begins
	 */
	public ConfiguredDomainChecks(SendingDomains domains, Duration interval) {
		this.domains = domains;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		if (this.executor == null && this.domains.hasConfigured()) {
			CustomizableThreadFactory threads = new CustomizableThreadFactory("sendpost-domains-");
			threads.setDaemon(true);
			ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, threads);
			created.scheduleWithFixedDelay(this.domains::verifyConfigured, 0, this.interval.toMillis(),
					TimeUnit.MILLISECONDS);
			this.executor = created;
		}
	}

	@Override
	public synchronized void stop() {
		ScheduledExecutorService stopped = this.executor;
		if (stopped != null) {
			this.executor = null;
			stopped.shutdown();
			try {
				stopped.awaitTermination(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			// It waits for name servers.
			stopped.shutdownNow();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

}
