package dev.sendpost.store;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remembers for a few seconds what is committed, also that something does not exist. What
 * another node changes is seen after {@link #MAX_STALENESS} at the latest; what a
 * transaction of this node changes is seen by that transaction at once, and by all others
 * once it is committed.
 *
 * <p>
 * A thread that may hold a connection waits for no other that needs one: what is not
 * known it reads itself, and another thread remembers it. Nothing is read under a lock of
 * the cache, and what was being read when a change was committed is not remembered.
 *
 * @param <K> what things are found by
 * @param <V> the things
 */
public final class CommittedCache<K, V> {

	/** For how long something is believed without being asked for again. */
	public static final Duration MAX_STALENESS = Duration.ofSeconds(5);

	/** After which something in use is asked for again, while readers go on. */
	private static final Duration FRESHNESS = Duration.ofSeconds(2);

	private static final int MAX_ENTRIES = 10_000;

	private final Function<K, Optional<V>> read;

	private final Ticker ticker;

	private final Executor executor;

	private final AsyncCache<K, Known<V>> cache;

	/**
	 * Create a cache.
	 * @param read reads a thing from the database, in the current transaction
	 * @param ticker tells how time goes by
	 */
	public CommittedCache(Function<K, Optional<V>> read, Ticker ticker) {
		this(read, ticker, new SimpleAsyncTaskExecutor("sendpost-cache-"));
	}

	CommittedCache(Function<K, Optional<V>> read, Ticker ticker, Executor executor) {
		this.read = read;
		this.ticker = ticker;
		this.executor = executor;
		this.cache = Caffeine.newBuilder()
			.ticker(ticker)
			.executor(Runnable::run)
			.maximumSize(MAX_ENTRIES)
			.expireAfterWrite(MAX_STALENESS)
			.buildAsync();
	}

	/**
	 * Find a thing.
	 * @param key what it is found by
	 * @return the thing, or nothing if there is none
	 * @throws DataAccessException if it has to be read and cannot
	 */
	public Optional<V> get(K key) {
		if (isChangedHere(key)) {
			return this.read.apply(key);
		}
		CompletableFuture<Known<V>> present = this.cache.getIfPresent(key);
		if (present != null && present.isDone() && !present.isCompletedExceptionally()) {
			Known<V> known = present.join();
			refreshIfOld(key, present, known);
			return known.thing();
		}
		if (!mayHoldConnection()) {
			return readWithOthers(key);
		}
		Optional<V> found = this.read.apply(key);
		readAhead(key);
		return found;
	}

	private static boolean mayHoldConnection() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				|| TransactionSynchronizationManager.isActualTransactionActive();
	}

	/*
	 * Whoever comes first reads. If that fails, the others try for themselves.
	 */
	private Optional<V> readWithOthers(K key) {
		CompletableFuture<Known<V>> own = new CompletableFuture<>();
		CompletableFuture<Known<V>> present = this.cache.get(key, (absent, executor) -> own);
		if (present == own) {
			return read(key, own);
		}
		try {
			return present.join().thing();
		}
		catch (CancellationException ex) {
			return this.read.apply(key);
		}
	}

	private Optional<V> read(K key, CompletableFuture<Known<V>> future) {
		try {
			Optional<V> found = this.read.apply(key);
			future.complete(new Known<>(found, this.ticker.read()));
			return found;
		}
		finally {
			future.cancel(false);
		}
	}

	private void readAhead(K key) {
		CompletableFuture<Known<V>> own = new CompletableFuture<>();
		if (this.cache.get(key, (absent, executor) -> own) == own) {
			readInBackground(key, own);
		}
	}

	/*
	 * What takes the place of a thing does so only while that is remembered.
	 */
	private void refreshIfOld(K key, CompletableFuture<Known<V>> present, Known<V> known) {
		if (this.ticker.read() - known.since() < FRESHNESS.toNanos() || !known.refreshed().compareAndSet(false, true)) {
			return;
		}
		CompletableFuture<Known<V>> fresh = new CompletableFuture<>();
		fresh.thenRun(() -> this.cache.asMap().replace(key, present, fresh));
		readInBackground(key, fresh);
	}

	private void readInBackground(K key, CompletableFuture<Known<V>> future) {
		boolean accepted = false;
		try {
			this.executor.execute(() -> {
				try {
					read(key, future);
				}
				catch (RuntimeException ex) {
					// Whoever needs the answer once the last one is too old is told.
				}
			});
			accepted = true;
		}
		finally {
			if (!accepted) {
				future.cancel(false);
			}
		}
	}

	/**
	 * Note that the current transaction changes a thing; outside of a transaction, right
	 * after it was changed.
	 * @param key what it is found by
	 */
	public void changed(K key) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			forget(Set.of(key));
			return;
		}
		if (isChangedHere(key)) {
			return;
		}
		Changes<K, V> changes = changes();
		if (changes == null) {
			changes = new Changes<>(this);
			TransactionSynchronizationManager.bindResource(this, changes);
			TransactionSynchronizationManager.registerSynchronization(changes);
		}
		changes.keys.add(key);
	}

	/*
	 * Also what is being read: it may be what was there before.
	 */
	private void forget(Set<K> keys) {
		keys.forEach(this.cache.asMap()::remove);
	}

	private boolean isChangedHere(K key) {
		Changes<K, V> changes = changes();
		return changes != null && changes.keys.contains(key);
	}

	@SuppressWarnings("unchecked")
	private @Nullable Changes<K, V> changes() {
		return (Changes<K, V>) TransactionSynchronizationManager.getResource(this);
	}

	/**
	 * What was read.
	 *
	 * @param thing the thing, if it exists
	 * @param since the reading of the ticker when it had been read
	 * @param refreshed whether it is being read again, or was
	 */
	private record Known<V>(Optional<V> thing, long since, AtomicBoolean refreshed) {

		Known(Optional<V> thing, long since) {
			this(thing, since, new AtomicBoolean());
		}

	}

	/**
	 * What a transaction changed.
	 */
	private static final class Changes<K, V> implements TransactionSynchronization {

		private final CommittedCache<K, V> owner;

		private final Set<K> keys = new HashSet<>();

		Changes(CommittedCache<K, V> owner) {
			this.owner = owner;
		}

		@Override
		public void suspend() {
			TransactionSynchronizationManager.unbindResource(this.owner);
		}

		@Override
		public void resume() {
			TransactionSynchronizationManager.bindResource(this.owner, this);
		}

		@Override
		public void afterCompletion(int status) {
			TransactionSynchronizationManager.unbindResourceIfPossible(this.owner);
			this.owner.forget(this.keys);
		}

	}

}
