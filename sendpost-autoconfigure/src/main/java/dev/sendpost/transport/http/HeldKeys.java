package dev.sendpost.transport.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The keys of sub-accounts with which a service asked to wait, and until when.
 */
final class HeldKeys {

	/** How many are remembered at a time. */
	static final int MAX_KEYS = 10_000;

	private final LongSupplier nanoTime;

	private final Map<ApiKey, Long> until = new ConcurrentHashMap<>();

	/**
	 * Create an empty collection.
	 * @param nanoTime measures time in nanoseconds
	 */
	HeldKeys(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Remember that nothing is to be asked for with a key for a while.
	 */
	void hold(ApiKey key, Duration wait) {
		long now = this.nanoTime.getAsLong();
		if (this.until.size() >= MAX_KEYS) {
			this.until.values().removeIf((until) -> until - now <= 0);
		}
		if (this.until.size() < MAX_KEYS) {
			this.until.put(key, now + wait.toNanos());
		}
	}

	/**
	 * How long nothing is to be asked for with a key, or {@code null} if it may be used.
	 */
	@Nullable Duration remaining(ApiKey key) {
		Long until = this.until.get(key);
		if (until == null) {
			return null;
		}
		long remaining = until - this.nanoTime.getAsLong();
		if (remaining <= 0) {
			this.until.remove(key, until);
			return null;
		}
		return Duration.ofNanos(remaining);
	}

}
