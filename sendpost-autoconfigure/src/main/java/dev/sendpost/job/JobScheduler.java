package dev.sendpost.job;

import java.time.Duration;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Runs jobs by db-scheduler, on an instance and a table of its own, which the host's own
 * scheduler never sees.
 */
public final class JobScheduler implements SmartLifecycle {

	/** The table that holds when each job runs next. */
	private static final String TABLE = "sendpost_task";

	private final Store store;

	private final List<ScheduledJob> jobs;

	private @Nullable Scheduler scheduler;

	/**
	 * Create a scheduler.
	 * @param store where the nodes agree who does what
	 * @param jobs the jobs
	 */
	public JobScheduler(Store store, List<ScheduledJob> jobs) {
		this.store = store;
		this.jobs = List.copyOf(jobs);
	}

	@Override
	public synchronized void start() {
		if (this.scheduler == null) {
			List<RecurringTask<Void>> tasks = this.jobs.stream().map(JobScheduler::task).toList();
			SchedulerBuilder builder = Scheduler.create(this.store.dataSource())
				.tableName(TABLE)
				.startTasks(tasks)
				.threads(2)
				.pollingInterval(Duration.ofSeconds(10))
				.commitWhenAutocommitDisabled(true)
				.shutdownMaxWait(Duration.ofSeconds(10));
			switch (this.store.platform()) {
				case H2 -> builder.jdbcCustomization(new DefaultJdbcCustomization(false));
				case MYSQL, MARIADB -> builder.alwaysPersistTimestampInUTC();
				case POSTGRESQL -> {
				}
			}
			this.scheduler = builder.build();
			this.scheduler.start();
		}
	}

	private static RecurringTask<Void> task(ScheduledJob job) {
		return Tasks.recurring(job.name(), FixedDelay.of(job.delay())).execute((instance, context) -> job.work().run());
	}

	@Override
	public synchronized void stop() {
		if (this.scheduler != null) {
			this.scheduler.stop();
			this.scheduler = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.scheduler != null;
	}

}
