package dev.sendpost.subaccount;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.util.function.SingletonSupplier;

/**
 * Remembers which keys were good lately, and where they came from. It remembers so many
 * and no more.
 */
final class KnownBearers {

	/** For how long a key is remembered that is not used any more. */
	static final Duration MEMORY = Duration.ofHours(1);

	static final int MAX_BEARERS = 10_000;

	/* Made with the first key that is good: not every application serves keys. */
	private final SingletonSupplier<Cache<Bearer, Boolean>> bearers;

	KnownBearers(Ticker ticker) {
		this.bearers = SingletonSupplier.of(() -> Caffeine.newBuilder()
			.ticker(ticker)
			.executor(Runnable::run)
			.maximumSize(MAX_BEARERS)
			.expireAfterAccess(MEMORY)
			.build());
	}

	boolean knows(String source, long lookup) {
		return this.bearers.obtain().getIfPresent(new Bearer(source, lookup)) != null;
	}

	void remember(String source, long lookup) {
		this.bearers.obtain().put(new Bearer(source, lookup), true);
	}

	/**
	 * Who has a key.
	 *
	 * @param source where it came from
	 * @param lookup by what part of its hash the key is found
	 */
	private record Bearer(String source, long lookup) {

	}

}
