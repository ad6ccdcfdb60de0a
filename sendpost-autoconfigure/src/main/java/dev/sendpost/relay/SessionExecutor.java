package dev.sendpost.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * A thread for each session, a virtual one where the Java runtime has them. How many
 * there are, the limits on connections say.
 */
final class SessionExecutor extends AbstractExecutorService {

	private static final String NAME = "sendpost-smtp-relay-";

	private final AsyncTaskExecutor threads = threads();

	private final Phaser sessions = new Phaser(1);

	private final Duration patience;

	private volatile boolean shutdown;

	/**
	 * Create an executor.
	 * @param patience how long the end of sessions is waited for at most: their clients
	 * are gone by then
	 */
	SessionExecutor(Duration patience) {
		this.patience = patience;
	}

	private static AsyncTaskExecutor threads() {
		if (Runtime.version().feature() >= 21) {
			return new VirtualThreadTaskExecutor(NAME);
		}
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(NAME);
		executor.setDaemon(true);
		return executor;
	}

	@Override
	public void execute(Runnable session) {
		if (this.shutdown) {
			throw new RejectedExecutionException("The relay is closed");
		}
		this.sessions.register();
		try {
			this.threads.execute(() -> {
				try {
					session.run();
				}
				finally {
					this.sessions.arriveAndDeregister();
				}
			});
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			this.sessions.arriveAndDeregister();
			throw new RejectedExecutionException("There is no thread for a session", ex);
		}
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		shutdown();
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && this.sessions.getRegisteredParties() == 1;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		long millis = Math.min(unit.toMillis(timeout), this.patience.toMillis());
		try {
			this.sessions.awaitAdvanceInterruptibly(this.sessions.arrive(), millis, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

}
