package dev.sendpost.domain.dns;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * Answers, each for as long as its TTL allows. Its time is monotonic: setting the clock
 * does not age it.
 */
final class DnsCache {

	private static final int MAX_ENTRIES = 10_000;

	private final Cache<Key, Entry> entries;

	private final Ticker ticker;

	DnsCache(Ticker ticker) {
		this.ticker = ticker;
		this.entries = Caffeine.newBuilder()
			.maximumSize(MAX_ENTRIES)
			.ticker(ticker)
			.expireAfter(Expiry.<Key, Entry>creating((key, entry) -> Duration.ofSeconds(entry.response().seconds())))
			.build();
	}

	/**
	 * Find an answer.
	 * @param maxAge how long ago it may have been given
	 */
	@Nullable DnsResponse find(Name name, int type, Duration maxAge) {
		Entry entry = this.entries.getIfPresent(new Key(name, type));
		return (entry != null && this.ticker.read() - entry.since() <= maxAge.toNanos()) ? entry.response() : null;
	}

	void put(Name name, int type, DnsResponse response) {
		Key key = new Key(name, type);
		if (response.seconds() > 0) {
			this.entries.invalidate(key);
			this.entries.put(key, new Entry(response, this.ticker.read()));
		}
		else if (response.answer().status() != DnsStatus.UNAVAILABLE) {
			this.entries.invalidate(key);
		}
	}

	private record Key(Name name, int type) {

	}

	private record Entry(DnsResponse response, long since) {

	}

}
