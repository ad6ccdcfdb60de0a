package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.sendpost.store.Store;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.proxy.AbstractProxyManager;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.distributed.remote.CommandResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.Request;

/**
 * Buckets that all nodes share, in the table {@code sendpost_bucket}. A node takes tokens
 * from its copy of a bucket and settles with the database after a hundredth of them, or a
 * second, so that nodes together may go over a rate by that much each.
 */
public final class JdbcTokenBuckets implements TokenBuckets {

	private static final Duration KEPT = Duration.ofDays(1);

	private static final Duration SETTLED_AFTER = Duration.ofSeconds(1);

	private final Store store;

	private final LoadingCache<BucketKey, Bucket> copies;

	/**
	 * Create buckets.
	 * @param store where they are
	 */
	public JdbcTokenBuckets(Store store) {
		this.store = store;
		Shared shared = new Shared(store);
		this.copies = Caffeine.newBuilder().expireAfterAccess(KEPT).build((key) -> copy(key, shared));
	}

	private static Bucket copy(BucketKey key, Shared shared) {
		long least = key.rates().stream().mapToLong(Rate::amount).min().orElseThrow();
		return shared.builder()
			.withOptimization(Optimizations.delaying(new DelayParameters(Math.max(1, least / 100), SETTLED_AFTER)))
			.build(key, key::configuration);
	}

	@Override
	public Optional<Duration> take(String name, List<Rate> rates) {
		ConsumptionProbe probe = this.copies.get(new BucketKey(name, rates)).tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
	}

	/**
	 * Delete buckets that are full by now.
	 */
	public void forgetFull() {
		this.store.inOwnTransaction(() -> this.store.jdbc()
			.update("delete from sendpost_bucket where expires_at < ?", this.store.now().toEpochMilli()));
	}

	/**
	 * Carries out what Bucket4j does to a bucket while its row is locked.
	 */
	private static final class Shared extends AbstractProxyManager<BucketKey> {

		private final Store store;

		Shared(Store store) {
			super(ClientSideConfig.getDefault());
			this.store = store;
		}

		@Override
		protected <T> CommandResult<T> execute(BucketKey key, Request<T> request) {
			return this.store.inOwnTransaction(() -> {
				String id = key.toString();
				long expiry = this.store.now().plus(key.longest()).plus(KEPT).toEpochMilli();
				this.store.insertOrLock("sendpost_bucket", "id, state, expires_at", id, new byte[0], expiry);
				byte[] state = this.store.jdbc()
					.queryForObject("select state from sendpost_bucket where id = ? for update", byte[].class, id);
				MutableBucketEntry bucket = new MutableBucketEntry((state == null || state.length == 0) ? null : state);
				CommandResult<T> result = request.getCommand().execute(bucket, nanos());
				if (bucket.isStateModified()) {
					this.store.jdbc()
						.update("update sendpost_bucket set state = ?, expires_at = ? where id = ?",
								bucket.getStateBytes(request.getBackwardCompatibilityVersion()), expiry, id);
				}
				return result;
			});
		}

		private long nanos() {
			return Duration.ofMillis(this.store.now().toEpochMilli()).toNanos();
		}

		@Override
		public void removeProxy(BucketKey key) {
			this.store.inOwnTransaction(
					() -> this.store.jdbc().update("delete from sendpost_bucket where id = ?", key.toString()));
		}

		@Override
		public boolean isAsyncModeSupported() {
			return false;
		}

		@Override
		protected <T> CompletableFuture<CommandResult<T>> executeAsync(BucketKey key, Request<T> request) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected CompletableFuture<Void> removeAsync(BucketKey key) {
			throw new UnsupportedOperationException();
		}

	}

}
