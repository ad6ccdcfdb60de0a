package dev.sendpost.transport.smtp;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long.
 */
final class Deadlines implements AutoCloseable {

	private final ScheduledExecutorService timer = SmtpConnector.createTimer();

	/**
	 * Begin a time.
	 * @param time how long it is
	 */
	Deadline in(Duration time) {
		Deadline deadline = new Deadline();
		deadline.endedBy(this.timer.schedule(deadline::expire, time.toMillis(), TimeUnit.MILLISECONDS));
		return deadline;
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
