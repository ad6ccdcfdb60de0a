package dev.sendpost.subaccount;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.store.CommittedCache;
import dev.sendpost.subaccount.ApiKeyRefusedException.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Decides whether what is presented is a key that is good.
 */
final class ApiKeyAuthenticator implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ApiKeyAuthenticator.class);

	private static final int MAX_SOURCE_LENGTH = 100;

	private final SubAccounts subAccounts;

	/** By the part of their hashes by which they are found, as those in the store. */
	private final Map<Long, StoredApiKey> configured = new HashMap<>();

	private final @Nullable CommittedCache<Long, StoredApiKey> stored;

	private final @Nullable ApiKeyUsage usage;

	private final FailureThrottle throttle;

	private final KnownBearers bearers;

	private final InstantSource clock;

	private final ApplicationEventPublisher publisher;

	ApiKeyAuthenticator(SubAccounts subAccounts, Collection<StoredApiKey> configured, @Nullable JdbcApiKeys stored,
			InstantSource clock, Ticker ticker, ApplicationEventPublisher publisher) {
		this.subAccounts = subAccounts;
		configured.forEach((key) -> this.configured.put(ApiKeyText.lookup(key.hash()), key));
		this.stored = (stored != null) ? new CommittedCache<>(stored::find, ticker) : null;
		this.usage = (stored != null) ? new ApiKeyUsage(stored::used) : null;
		this.throttle = new FailureThrottle(ticker);
		this.bearers = new KnownBearers(ticker);
		this.clock = clock;
		this.publisher = publisher;
	}

	ApiKey authenticate(@Nullable String presented, String source) {
		String origin = ClientNetwork
			.of((source.length() > MAX_SOURCE_LENGTH) ? source.substring(0, MAX_SOURCE_LENGTH) : source);
		byte[] octets = ApiKeyText.octets(presented);
		if (octets == null) {
			requireNotShutOut(origin);
			throw failed(Reason.MALFORMED, origin);
		}
		byte[] hash = ApiKeyText.hash(octets);
		long lookup = ApiKeyText.lookup(hash);
		boolean known = this.bearers.knows(origin, lookup);
		if (!known) {
			requireNotShutOut(origin);
		}
		boolean wellFormed = ApiKeyText.isWellFormed(octets);
		StoredApiKey found = find(lookup, wellFormed);
		if (found == null || !found.matches(hash)) {
			throw failed(wellFormed ? Reason.UNKNOWN : Reason.MALFORMED, origin);
		}
		requireGood(found);
		if (!known) {
			this.bearers.remember(origin, lookup);
		}
		return found.key();
	}

	/*
	 * A key that was good before from the same source is no guess, and its bearer is not
	 * to suffer for others behind the same address.
	 */
	private void requireNotShutOut(String origin) {
		Duration shutOut = this.throttle.shutOut(origin);
		if (!shutOut.isZero()) {
			throw new ApiKeyRefusedException(shutOut);
		}
	}

	private @Nullable StoredApiKey find(long lookup, boolean wellFormed) {
		StoredApiKey configured = this.configured.get(lookup);
		if (configured != null || this.stored == null || !wellFormed) {
			return configured;
		}
		return this.stored.get(lookup).orElse(null);
	}

	private void requireGood(StoredApiKey found) {
		ApiKey key = found.key();
		if (found.details().revokedAt() != null) {
			throw new ApiKeyRefusedException(Reason.REVOKED);
		}
		Instant now = this.clock.instant();
		if (key.expiresAt() != null && !now.isBefore(key.expiresAt())) {
			throw new ApiKeyRefusedException(Reason.EXPIRED);
		}
		if (key.subAccount() != null && this.subAccounts.find(key.subAccount()).isEmpty()) {
			throw new ApiKeyRefusedException(Reason.REVOKED);
		}
		if (this.usage != null && !found.details().configured()) {
			this.usage.used(key.id(), now);
		}
	}

	/*
	 * Only what may be guessing counts: a client that goes on with an expired key must
	 * not shut out the others behind its address.
	 */
	private ApiKeyRefusedException failed(Reason reason, String source) {
		if (this.throttle.failed(source)) {
			String printable = SingleLine.printable(source, MAX_SOURCE_LENGTH);
			logger.warn("Nobody is let in from '" + printable + "' for " + FailureThrottle.WINDOW.toSeconds()
					+ " s, but by keys that were good there before: " + FailureThrottle.MAX_FAILURES
					+ " API keys from there were none");
			publish(new ApiKeyAbuseEvent(printable, FailureThrottle.MAX_FAILURES, FailureThrottle.WINDOW,
					FailureThrottle.WINDOW));
		}
		return new ApiKeyRefusedException(reason);
	}

	/*
	 * Who presented the key hears that it is refused, whatever becomes of a listener.
	 */
	private void publish(ApiKeyAbuseEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.error("A listener failed on API keys from '" + event.source() + "'", ex);
		}
	}

	/**
	 * Note that the current transaction changes a key.
	 */
	void changed(StoredApiKey key) {
		if (this.stored != null) {
			this.stored.changed(ApiKeyText.lookup(key.hash()));
		}
	}

	@Override
	public void close() {
		if (this.usage != null) {
			this.usage.close();
		}
	}

}
