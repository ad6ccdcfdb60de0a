package dev.sendpost.subaccount;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
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
 * A reader that holds a connection never asks for a second one: in a transaction, what is
 * not known is read by that transaction, and is remembered by another thread.
 *
 * @param <K> what things are found by
 * @param <V> the things
 */
final class CommittedCache<K, V> {

	/** For how long something is believed without being asked for again. */
	static final Duration MAX_STALENESS = Duration.ofSeconds(5);

	/** After which something in use is asked for again, while readers go on. */
	private static final Duration FRESHNESS = Duration.ofSeconds(2);

	private static final int MAX_ENTRIES = 10_000;

	private final Function<K, Optional<V>> read;

	private final LoadingCache<K, Optional<V>> cache;

	/**
	 * Create a cache.
	 * @param read reads a thing from the database, in the current transaction
	 * @param ticker tells how time goes by
	 */
	CommittedCache(Function<K, Optional<V>> read, Ticker ticker) {
		this(read, ticker, new SimpleAsyncTaskExecutor("sendpost-cache-"));
	}

	CommittedCache(Function<K, Optional<V>> read, Ticker ticker, Executor executor) {
		this.read = read;
		this.cache = Caffeine.newBuilder()
			.ticker(ticker)
			.executor(Runnable::run)
			.maximumSize(MAX_ENTRIES)
			.expireAfterWrite(MAX_STALENESS)
			.refreshAfterWrite(FRESHNESS)
			.build(new Loader<>(read, executor));
	}

	/**
	 * Find a thing.
	 * @throws DataAccessException if it has to be read and cannot
	 */
	Optional<V> get(K key) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			return this.cache.get(key);
		}
		if (isChangedHere(key)) {
			return this.read.apply(key);
		}
		Optional<V> known = this.cache.getIfPresent(key);
		if (known != null) {
			return known;
		}
		Optional<V> found = this.read.apply(key);
		this.cache.refresh(key);
		return found;
	}

	/**
	 * Note that the current transaction changes a thing.
	 */
	void changed(K key) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			this.cache.invalidate(key);
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

	private boolean isChangedHere(K key) {
		Changes<K, V> changes = changes();
		return changes != null && changes.keys.contains(key);
	}

	@SuppressWarnings("unchecked")
	private @Nullable Changes<K, V> changes() {
		return (Changes<K, V>) TransactionSynchronizationManager.getResource(this);
	}

	/**
	 * Reads in the current thread where a caller waits, and otherwise in another.
	 */
	private static final class Loader<K, V> implements CacheLoader<K, Optional<V>> {

		private final Function<K, Optional<V>> read;

		private final Executor executor;

		Loader(Function<K, Optional<V>> read, Executor executor) {
			this.read = read;
			this.executor = executor;
		}

		@Override
		public Optional<V> load(K key) {
			return this.read.apply(key);
		}

		@Override
		public CompletableFuture<Optional<V>> asyncLoad(K key, Executor ignored) {
			CompletableFuture<Optional<V>> future = new CompletableFuture<>();
			this.executor.execute(() -> readAhead(key, future));
			return future;
		}

		@Override
		public CompletableFuture<Optional<V>> asyncReload(K key, Optional<V> known, Executor ignored) {
			return asyncLoad(key, ignored);
		}

		/*
		 * A database that is away is no news here: whoever needs the answer once this one
		 * is too old is told.
		 */
		private void readAhead(K key, CompletableFuture<Optional<V>> future) {
			try {
				future.complete(this.read.apply(key));
			}
			catch (DataAccessException ex) {
				future.cancel(false);
			}
			catch (RuntimeException ex) {
				future.completeExceptionally(ex);
			}
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
			this.owner.cache.invalidateAll(this.keys);
		}

	}

}
