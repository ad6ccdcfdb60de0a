package dev.sendpost.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends in the background: so many messages at a time, with a bounded queue before them.
 * When that is full, the caller sends its message itself, which slows it down to the
 * speed of the transports.
 */
final class SendExecutor implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SendExecutor.class);

	private static final int QUEUE_CAPACITY = 10_000;

	/**
	 * How long an unused thread waits for the next message. Threads keep the JVM alive,
	 * so that a program that ends after sending does not lose mail, but not for long.
	 */
	private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

	private final ThreadPoolExecutor executor;

	private final Duration shutdownTimeout;

	SendExecutor(int threads, Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
		this.executor = new ThreadPoolExecutor(threads, threads, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(QUEUE_CAPACITY), new CustomizableThreadFactory("sendpost-"),
				SendExecutor::runInCaller);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static void runInCaller(Runnable task, ThreadPoolExecutor executor) {
		if (executor.isShutdown()) {
			throw new RejectedExecutionException("The mail gateway is closed");
		}
		task.run();
	}

	/**
	 * Do something in the background.
	 * @return completes with its result, or with a {@link RejectedExecutionException} if
	 * the executor is closed
	 */
	<T> CompletableFuture<T> submit(Supplier<T> action) {
		Task<T> task = new Task<>(action);
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.future.completeExceptionally(ex);
		}
		return task.future;
	}

	/**
	 * Let queued messages go out, but not for longer than the time-out.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(this.shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
				abandon();
			}
		}
		catch (InterruptedException ex) {
			abandon();
			Thread.currentThread().interrupt();
		}
	}

	private void abandon() {
		List<Runnable> abandoned = this.executor.shutdownNow();
		abandoned.forEach((task) -> ((Task<?>) task).future
			.completeExceptionally(new RejectedExecutionException("The mail gateway was closed before it was sent")));
		if (!abandoned.isEmpty()) {
			logger.warn("Closed with " + abandoned.size() + " e-mails not sent: they were still queued after "
					+ this.shutdownTimeout);
		}
	}

	private static final class Task<T> implements Runnable {

		private final Supplier<T> action;

		private final CompletableFuture<T> future = new CompletableFuture<>();

		Task(Supplier<T> action) {
			this.action = action;
		}

		@Override
		public void run() {
			try {
				this.future.complete(this.action.get());
			}
			catch (Throwable ex) {
				this.future.completeExceptionally(ex);
			}
		}

	}

}
