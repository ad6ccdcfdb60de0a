package dev.sendpost.limit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.sendpost.store.Store;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.distributed.proxy.AbstractProxyManager;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.remote.CommandResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.Request;

/**
 * The buckets in the table {@code sendpost_bucket}, in the form of Bucket4j.
 */
final class StoredBuckets {

	private final Store store;

	private final Duration kept;

	private final AbstractProxyManager<BucketKey> reading = new Access() {

		@Override
		protected <T> CommandResult<T> execute(BucketKey key, Request<T> request) {
			return request.getCommand().execute(entry(key, ""), nanos());
		}

	};

	private final AbstractProxyManager<BucketKey> changing = new Access() {

		@Override
		protected <T> CommandResult<T> execute(BucketKey key, Request<T> request) {
			return StoredBuckets.this.store.inOwnTransaction(() -> change(key, request));
		}

	};

	/**
	 * Create the buckets.
	 * @param store where they are
	 * @param kept how long one is kept once it is full
	 */
	StoredBuckets(Store store, Duration kept) {
		this.store = store;
		this.kept = kept;
	}

	/**
	 * How many tokens are left, read in the caller's transaction.
	 */
	long available(BucketKey key) {
		return this.reading.builder().build(key, key::configuration).getAvailableTokens();
	}

	/**
	 * A bucket whose row is locked for as long as each call takes, in a transaction of
	 * its own.
	 */
	Bucket bucket(BucketKey key) {
		return this.changing.builder().build(key, key::configuration);
	}

	private <T> CommandResult<T> change(BucketKey key, Request<T> request) {
		long expiry = this.store.now().plus(key.longest()).plus(this.kept).toEpochMilli();
		this.store.insertOrLock("sendpost_bucket", "id, state, expires_at", key.toString(), new byte[0], expiry);
		MutableBucketEntry entry = entry(key, " for update");
		CommandResult<T> result = request.getCommand().execute(entry, nanos());
		if (entry.isStateModified()) {
			this.store.jdbc()
				.update("update sendpost_bucket set state = ?, expires_at = ? where id = ?",
						entry.getStateBytes(request.getBackwardCompatibilityVersion()), expiry, key.toString());
		}
		return result;
	}

	private MutableBucketEntry entry(BucketKey key, String lock) {
		byte[] state = this.store.jdbc()
			.query("select state from sendpost_bucket where id = ?" + lock, (row, number) -> row.getBytes(1),
					key.toString())
			.stream()
			.findFirst()
			.orElse(new byte[0]);
		return new MutableBucketEntry((state.length == 0) ? null : state);
	}

	private long nanos() {
		return Duration.ofMillis(this.store.now().toEpochMilli()).toNanos();
	}

	/**
	 * What Bucket4j may do besides, and nobody asks for.
	 */
	private abstract static class Access extends AbstractProxyManager<BucketKey> {

		Access() {
			super(ClientSideConfig.getDefault());
		}

		@Override
		public void removeProxy(BucketKey key) {
			throw new UnsupportedOperationException();
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
