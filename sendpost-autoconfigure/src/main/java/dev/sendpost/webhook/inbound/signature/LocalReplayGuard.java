package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Remembers webhooks in the memory of this node, up to 100,000 of them. It knows nothing
 * of transactions: a claim stays until it is released.
 */
public final class LocalReplayGuard implements ReplayGuard {

	private static final int MAX_CLAIMS = 100_000;

	/* Made with the first webhook. */
	private final SingletonSupplier<Cache<Key, Claim>> claims;

	/**
	 * Create a guard.
	 * @param clock tells the time
	 * @param ticker measures how long claims are kept
	 */
	public LocalReplayGuard(Clock clock, Ticker ticker) {
		this.claims = SingletonSupplier.of(() -> Caffeine.newBuilder()
			.maximumSize(MAX_CLAIMS)
			.ticker(ticker)
			.expireAfter(Expiry.writing((Key key, Claim claim) -> Duration.between(clock.instant(), claim.until())))
			.build());
	}

	@Override
	public ClaimResult claim(String source, Collection<String> keys, Instant until) {
		return add(source, keys, new Claim(true, until));
	}

	@Override
	public ClaimResult begin(String source, Collection<String> keys, Instant expiry) {
		return add(source, keys, new Claim(false, expiry));
	}

	private synchronized ClaimResult add(String source, Collection<String> keys, Claim added) {
		for (String key : keys) {
			Claim claim = find(source, key);
			if (claim != null) {
				return claim.processed() ? ClaimResult.PROCESSED : ClaimResult.IN_PROGRESS;
			}
		}
		put(source, keys, added);
		return ClaimResult.CLAIMED;
	}

	@Override
	public synchronized void finish(String source, Collection<String> keys, Instant until) {
		put(source, keys, new Claim(true, until));
	}

	private void put(String source, Collection<String> keys, Claim claim) {
		for (String key : keys) {
			this.claims.obtain().put(Key.of(source, key), claim);
		}
	}

	@Override
	public synchronized void release(String source, Collection<String> keys) {
		for (String key : keys) {
			this.claims.obtain().invalidate(Key.of(source, key));
		}
	}

	@Override
	public synchronized void abandon(String source, Collection<String> keys, Instant expiry) {
		for (String key : keys) {
			this.claims.obtain().asMap().remove(Key.of(source, key), new Claim(false, expiry));
		}
	}

	/**
	 * Whether it is remembered that a webhook was processed.
	 */
	boolean knows(String source, Collection<String> keys) {
		for (String key : keys) {
			Claim claim = find(source, key);
			if (claim != null && claim.processed()) {
				return true;
			}
		}
		return false;
	}

	private @Nullable Claim find(String source, String key) {
		return this.claims.obtain().getIfPresent(Key.of(source, key));
	}

	private record Key(String source, String digest) {

		static Key of(String source, String key) {
			return new Key(source, PublicKeys.digest(key.getBytes(StandardCharsets.UTF_8)));
		}

	}

	private record Claim(boolean processed, Instant until) {

	}

}
