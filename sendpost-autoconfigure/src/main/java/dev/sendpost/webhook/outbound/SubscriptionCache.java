package dev.sendpost.webhook.outbound;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remembers the subscribers for some seconds, so that facts without one cost nothing.
 * What another node changes is seen when this node's dispatcher reads again, every
 * {@link #REFRESH}, and after {@link #MAX_AGE} in any case.
 */
final class SubscriptionCache {

	static final Duration REFRESH = Duration.ofSeconds(3);

	static final Duration MAX_AGE = Duration.ofSeconds(10);

	private final Supplier<Subscriptions> read;

	private final AtomicLong changes = new AtomicLong();

	private volatile @Nullable Known known;

	SubscriptionCache(Supplier<Subscriptions> read) {
		this.read = read;
	}

	Subscriptions get() {
		return get(MAX_AGE);
	}

	/**
	 * The subscribers as they are, or as they were not longer ago. What is read within a
	 * transaction is not remembered: it may be an old view, or never be committed.
	 */
	Subscriptions get(Duration maxAge) {
		Known last = this.known;
		if (last != null && System.nanoTime() - last.readAt() < maxAge.toNanos()) {
			return last.subscriptions();
		}
		boolean inTransaction = TransactionSynchronizationManager.isSynchronizationActive()
				|| TransactionSynchronizationManager.isActualTransactionActive();
		if (inTransaction) {
			return this.read.get();
		}
		long before = this.changes.get();
		Known fresh = new Known(System.nanoTime(), this.read.get());
		synchronized (this) {
			if (this.changes.get() == before) {
				this.known = fresh;
			}
		}
		return fresh.subscriptions();
	}

	/**
	 * Forget what was read, and what is being read.
	 */
	synchronized void changed() {
		this.changes.incrementAndGet();
		this.known = null;
	}

	private record Known(long readAt, Subscriptions subscriptions) {

	}

}
