package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.store.Store;
import io.github.bucket4j.Bucket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Buckets that all nodes share, in the table {@code sendpost_bucket}. A node takes tokens
 * from its copy of a bucket, and a thread of its own settles the copies with the table
 * each second: whoever sends in a transaction never needs a second connection, and nodes
 * together may go over a rate by what they send in a second.
 */
public final class JdbcTokenBuckets implements TokenBuckets, AutoCloseable {

	private static final Log logger = LogFactory.getLog(JdbcTokenBuckets.class);

	private static final Duration KEPT = Duration.ofDays(1);

	private static final long SETTLED_EVERY_MILLIS = 1000;

	private static final long CLOSED_WITHIN_SECONDS = 5;

	private final Store store;

	private final StoredBuckets stored;

	private final Cache<BucketKey, BucketCopy> copies = Caffeine.newBuilder().expireAfterAccess(KEPT).build();

	private final ScheduledExecutorService settling = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "sendpost-limits");
		thread.setDaemon(true);
		return thread;
	});

	private boolean failing;

	/**
	 * Create buckets.
	 * @param store where they are
	 */
	public JdbcTokenBuckets(Store store) {
		this.store = store;
		this.stored = new StoredBuckets(store, KEPT);
		this.settling.scheduleWithFixedDelay(this::settle, SETTLED_EVERY_MILLIS, SETTLED_EVERY_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	/**
	 * {@inheritDoc}
	 * @throws DataAccessException if the bucket was not used on this node for long, and
	 * the database does not answer
	 */
	@Override
	public Optional<Duration> take(String name, List<Rate> rates) {
		BucketKey key = new BucketKey(name, rates);
		BucketCopy copy = this.copies.getIfPresent(key);
		if (copy == null) {
			BucketCopy fresh = new BucketCopy(key, this.stored.available(key));
			copy = this.copies.asMap().putIfAbsent(key, fresh);
			copy = (copy != null) ? copy : fresh;
		}
		return copy.take();
	}

	/**
	 * Tell the table what was taken, and each copy what is left.
	 */
	synchronized void settle() {
		try {
			for (BucketCopy copy : this.copies.asMap().values()) {
				settle(copy);
			}
			this.failing = false;
		}
		catch (DataAccessException | TransactionException ex) {
			if (!this.failing) {
				logger.warn("What counts against limits cannot be shared with other nodes for now", ex);
			}
			this.failing = true;
		}
	}

	private void settle(BucketCopy copy) {
		long taken = copy.unsettled();
		Bucket bucket = this.stored.bucket(copy.key());
		if (taken > 0) {
			bucket.consumeIgnoringRateLimits(taken);
			copy.settled(taken);
		}
		copy.correct(bucket.getAvailableTokens());
	}

	/**
	 * Delete buckets that are full by now.
	 */
	public void forgetFull() {
		this.store.inOwnTransaction(() -> this.store.jdbc()
			.update("delete from sendpost_bucket where expires_at < ?", this.store.now().toEpochMilli()));
	}

	/**
	 * Settle for the last time.
	 */
	@Override
	public void close() {
		this.settling.shutdown();
		try {
			this.settling.awaitTermination(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
			settle();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
