package dev.sendpost.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * Writes what came of attempts, as much at a time as has gathered. While the database is
 * away, it tries again.
 */
final class OutcomeWriter implements Runnable {

	private static final Log logger = LogFactory.getLog(OutcomeWriter.class);

	private static final int MAX_BATCH = 256;

	private static final long RETRY_MILLIS = 500;

	private final JdbcClaims claims;

	private final Consumer<FinishedEmail> written;

	private final DispatcherObserver observer;

	private final BlockingQueue<FinishedEmail> queue = new LinkedBlockingQueue<>();

	private volatile boolean stopping;

	/**
	 * Create a writer.
	 * @param claims where to write
	 * @param written told of each message that needs no more of this node
	 * @param observer told how long it took
	 */
	OutcomeWriter(JdbcClaims claims, Consumer<FinishedEmail> written, DispatcherObserver observer) {
		this.claims = claims;
		this.written = written;
		this.observer = observer;
	}

	void add(FinishedEmail finished) {
		this.queue.add(finished);
	}

	/**
	 * Let the thread end once all is written that was added.
	 */
	void stop() {
		this.stopping = true;
	}

	@Override
	public void run() {
		List<FinishedEmail> batch = new ArrayList<>(MAX_BATCH);
		try {
			while (true) {
				FinishedEmail first = this.queue.poll(100, TimeUnit.MILLISECONDS);
				if (first == null) {
					if (this.stopping) {
						return;
					}
					continue;
				}
				batch.add(first);
				this.queue.drainTo(batch, MAX_BATCH - 1);
				write(batch);
				batch.forEach(this.written);
				batch.clear();
			}
		}
		catch (InterruptedException ex) {
			int lost = batch.size() + this.queue.size();
			if (lost > 0) {
				logger.warn("Stopped before it could be recorded what became of " + lost
						+ " e-mails; they will be sent again, under the same Message-ID");
			}
		}
	}

	private void write(List<FinishedEmail> batch) throws InterruptedException {
		boolean reported = false;
		while (true) {
			try {
				long start = System.nanoTime();
				this.claims.finish(batch);
				int retried = (int) batch.stream().filter((finished) -> finished.dueAt() != null).count();
				this.observer.written(batch.size(), retried, Duration.ofNanos(System.nanoTime() - start));
				return;
			}
			catch (RuntimeException ex) {
				if (isRefusal(ex)) {
					writeOneByOne(batch, ex);
					return;
				}
				if (!reported) {
					logger.warn("What became of " + batch.size()
							+ " e-mails cannot be recorded for now; it will be when the database is back", ex);
					reported = true;
				}
				TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
			}
		}
	}

	/**
	 * Whether the database is there and does not want what was written. Spring counts a
	 * lost connection among what does not pass.
	 */
	private static boolean isRefusal(RuntimeException ex) {
		return ex instanceof NonTransientDataAccessException
				&& !(ex instanceof NonTransientDataAccessResourceException);
	}

	/**
	 * One message that the database refuses must not keep the others from being written.
	 */
	private void writeOneByOne(List<FinishedEmail> batch, RuntimeException cause) throws InterruptedException {
		if (batch.size() == 1 && cause instanceof DuplicateKeyException) {
			// Facts have new ids, so this was committed before, and the answer was lost.
			return;
		}
		if (batch.size() == 1) {
			logger.error("It cannot be recorded what became of e-mail " + batch.get(0).email().id()
					+ "; it will be sent again when its lease has run out", cause);
			return;
		}
		for (FinishedEmail finished : batch) {
			write(List.of(finished));
		}
	}

}
