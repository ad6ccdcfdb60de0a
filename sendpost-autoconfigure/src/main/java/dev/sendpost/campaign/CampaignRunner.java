package dev.sendpost.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends campaigns. Any number of nodes do this side by side: one campaign is sent by one
 * of them at a time, and if that dies, by another. Campaigns on one node take turns.
 */
public final class CampaignRunner implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(CampaignRunner.class);

	/** How many campaigns a node sends at the same moment. */
	private static final int THREADS = 2;

	private static final long STOPPED_WITHIN_SECONDS = 10;

	private final Store store;

	private final JdbcCampaigns campaigns;

	private final CampaignSteps steps;

	private final CampaignSignal signal;

	private final Duration pollInterval;

	private @Nullable Run run;

	/**
	 * Create a runner.
	 * @param campaigns the campaigns
	 */
	public CampaignRunner(Campaigns campaigns) {
		this.store = campaigns.store();
		this.campaigns = campaigns.stored();
		this.steps = campaigns.steps();
		this.signal = campaigns.signal();
		this.pollInterval = campaigns.settings().pollInterval();
	}

	@Override
	public synchronized void start() {
		if (this.run == null) {
			this.run = new Run();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.run != null) {
			this.run.stop();
			this.run = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.run != null;
	}

	/**
	 * The threads between one start and the stop after it.
	 */
	private final class Run {

		private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS,
				new CustomizableThreadFactory("sendpost-campaigns-"));

		/** The campaigns that this node has a step planned for. */
		private final Set<UUID> planned = ConcurrentHashMap.newKeySet();

		private boolean reported;

		Run() {
			this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
			this.executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
			this.executor.scheduleWithFixedDelay(this::look, 0, CampaignRunner.this.pollInterval.toMillis(),
					TimeUnit.MILLISECONDS);
			CampaignRunner.this.signal.listen(this::plan);
		}

		private void look() {
			try {
				CampaignRunner.this.campaigns.due(CampaignRunner.this.store.now()).forEach(this::plan);
				this.reported = false;
			}
			catch (RuntimeException ex) {
				if (!this.reported) {
					logger.warn("No campaign can be sent for now; this goes on when the database is back", ex);
					this.reported = true;
				}
			}
		}

		private void plan(UUID id) {
			if (this.planned.add(id)) {
				plan(id, 0);
			}
		}

		private void plan(UUID id, long delay) {
			if (!this.executor.isShutdown()) {
				this.executor.schedule(() -> step(id), delay, TimeUnit.MILLISECONDS);
			}
		}

		private void step(UUID id) {
			Instant next = null;
			try {
				next = CampaignRunner.this.steps.take(id);
			}
			catch (RuntimeException ex) {
				logger.warn("Campaign " + id + " cannot go on for now, and is tried again in "
						+ CampaignRunner.this.pollInterval, ex);
			}
			long delay = (next != null) ? delayUntil(next) : Long.MAX_VALUE;
			if (delay <= CampaignRunner.this.pollInterval.toMillis()) {
				plan(id, delay);
			}
			else {
				this.planned.remove(id);
			}
		}

		private long delayUntil(Instant time) {
			return Math.max(0, Duration.between(CampaignRunner.this.store.now(), time).toMillis());
		}

		void stop() {
			CampaignRunner.this.signal.listen((id) -> {
			});
			this.executor.shutdown();
			try {
				if (!this.executor.awaitTermination(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
					this.executor.shutdownNow();
				}
			}
			catch (InterruptedException ex) {
				this.executor.shutdownNow();
				Thread.currentThread().interrupt();
			}
		}

	}

}
