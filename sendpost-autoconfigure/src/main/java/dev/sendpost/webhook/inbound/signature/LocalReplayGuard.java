package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Remembers webhooks in the memory of this node, up to 100,000 of them. It knows nothing
 * of transactions: a claim stays until it is released.
 */
public final class LocalReplayGuard implements ReplayGuard {

	private static final int MAX_CLAIMS = 100_000;

	private final Cache<Claim, Instant> claims;

	/**
	 * Create a guard.
	 * @param clock tells the time
	 * @param ticker measures how long claims are kept
	 */
	public LocalReplayGuard(Clock clock, Ticker ticker) {
		this.claims = Caffeine.newBuilder()
			.maximumSize(MAX_CLAIMS)
			.ticker(ticker)
			.expireAfter(Expiry.creating((Claim claim, Instant until) -> Duration.between(clock.instant(), until)))
			.build();
	}

	@Override
	public boolean claim(String source, String key, Instant until) {
		return this.claims.asMap().putIfAbsent(Claim.of(source, key), until) == null;
	}

	@Override
	public void release(String source, String key) {
		this.claims.invalidate(Claim.of(source, key));
	}

	/**
	 * Whether a claim is remembered.
	 */
	boolean knows(String source, String key) {
		return this.claims.getIfPresent(Claim.of(source, key)) != null;
	}

	private record Claim(String source, String digest) {

		static Claim of(String source, String key) {
			return new Claim(source, PublicKeys.digest(key.getBytes(StandardCharsets.UTF_8)));
		}

	}

}
