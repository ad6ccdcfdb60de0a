package dev.sendpost.subaccount;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.util.function.SingletonSupplier;

/**
 * Counts failures by source, and shuts out a source with too many of them for a while. It
 * remembers so many sources and no more.
 */
public final class FailureThrottle {

	/** How many API keys from a source may be none. */
	static final int MAX_FAILURES = 10;

	/** Within what time, and for how long it is shut out then. */
	static final Duration WINDOW = Duration.ofMinutes(1);

	static final int MAX_SOURCES = 10_000;

	private final Ticker ticker;

	private final int maxFailures;

	private final Duration window;

	/* Made with the first key that is presented: not every application serves keys. */
	private final SingletonSupplier<Cache<String, Failures>> sources;

	FailureThrottle(Ticker ticker) {
		this(ticker, MAX_FAILURES, WINDOW);
	}

	/**
	 * Create a throttle.
	 * @param ticker tells how time goes by
	 * @param maxFailures how many failures a source may have
	 * @param window within what time, and for how long it is shut out then
	 */
	public FailureThrottle(Ticker ticker, int maxFailures, Duration window) {
		this.ticker = ticker;
		this.maxFailures = maxFailures;
		this.window = window;
		this.sources = SingletonSupplier.of(() -> Caffeine.newBuilder()
			.ticker(ticker)
			.executor(Runnable::run)
			.maximumSize(MAX_SOURCES)
			.expireAfterWrite(window)
			.build());
	}

	/**
	 * For how long a source is shut out.
	 * @param source the source
	 * @return how long, zero if it is not
	 */
	public Duration shutOut(String source) {
		Failures failures = this.sources.obtain().getIfPresent(source);
		if (failures == null || failures.count.get() < this.maxFailures) {
			return Duration.ZERO;
		}
		long remaining = failures.since + this.window.toNanos() - this.ticker.read();
		return (remaining > 0) ? Duration.ofNanos(remaining) : Duration.ZERO;
	}

	/**
	 * Count a failure.
	 * @param source the source
	 * @return whether it is the one by which the source is shut out
	 */
	public boolean failed(String source) {
		Failures failures = this.sources.obtain().get(source, (absent) -> new Failures(0, this.ticker.read()));
		if (failures.count.incrementAndGet() != this.maxFailures) {
			return false;
		}
		this.sources.obtain().put(source, new Failures(this.maxFailures, this.ticker.read()));
		return true;
	}

	/**
	 * How many sources are remembered.
	 */
	long size() {
		this.sources.obtain().cleanUp();
		return this.sources.obtain().estimatedSize();
	}

	/**
	 * The failures of one source.
	 */
	private static final class Failures {

		private final AtomicInteger count;

		private final long since;

		Failures(int count, long since) {
			this.count = new AtomicInteger(count);
			this.since = since;
		}

	}

}
