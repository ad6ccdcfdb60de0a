package dev.sendpost.subaccount;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Notes when keys are used, and writes that down together, once in a while and by another
 * thread.
 */
final class ApiKeyUsage implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ApiKeyUsage.class);

	/** How long uses are gathered. */
	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final Map<UUID, Instant> pending = new ConcurrentHashMap<>();

	private final AtomicBoolean due = new AtomicBoolean();

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("sendpost-keys-");

	private final Consumer<Map<UUID, Instant>> writer;

	ApiKeyUsage(Consumer<Map<UUID, Instant>> writer) {
		this.writer = writer;
		this.executor.setDaemon(true);
	}

	/**
	 * Note a use.
	 */
	void used(UUID id, Instant now) {
		Instant noted = this.pending.get(id);
		if (noted != null && noted.getEpochSecond() == now.getEpochSecond()) {
			return;
		}
		this.pending.put(id, now);
		if (!this.due.get() && this.due.compareAndSet(false, true)) {
			CompletableFuture.delayedExecutor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS, this.executor)
				.execute(this::write);
		}
	}

	/**
	 * Write down what was noted. What cannot be written for now is noted again.
	 */
	void write() {
		this.due.set(false);
		Map<UUID, Instant> uses = new HashMap<>(this.pending);
		uses.forEach(this.pending::remove);
		if (uses.isEmpty()) {
			return;
		}
		try {
			this.writer.accept(uses);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The last uses of " + uses.size() + " keys could not be written yet", ex);
			uses.forEach(this.pending::putIfAbsent);
		}
	}

	@Override
	public void close() {
		write();
		this.executor.close();
	}

}
