package dev.sendpost.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Tells which registered domains cover a sender's domain, for each message. What the
 * store says is believed for a while; longer, if the store is away.
 */
final class DomainDirectory {

	/** How long a change on another node may go unnoticed. */
	private static final Duration MAX_STALENESS = Duration.ofSeconds(10);

	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	private static final int MAX_ENTRIES = 10_000;

	private final ConfiguredDomains configured;

	private final @Nullable JdbcSendingDomains stored;

	private final Ticker ticker;

	/**
	 * Made with the first message, which the start of an application need not wait for.
	 */
	private final SingletonSupplier<Cache<String, Entry>> entries;

	DomainDirectory(ConfiguredDomains configured, @Nullable JdbcSendingDomains stored, Ticker ticker) {
		this.configured = configured;
		this.stored = stored;
		this.ticker = ticker;
		this.entries = SingletonSupplier.of(() -> Caffeine.newBuilder()
			.maximumSize(MAX_ENTRIES)
			.expireAfterAccess(FORGOTTEN_AFTER)
			.ticker(ticker)
			.build());
	}

	/**
	 * The domains that a sub-account may send from with a sender's domain: that domain
	 * itself or one it is below of.
	 * @return the closest first; of two for the same name that of the sub-account before
	 * the shared one
	 */
	List<RegisteredDomain> covering(String senderDomain, String subAccount) {
		List<RegisteredDomain> covering = new ArrayList<>();
		List<String> names = DomainNames.withParents(senderDomain);
		this.configured.all()
			.stream()
			.filter((registered) -> names.contains(registered.domain().name()))
			.forEach(covering::add);
		if (this.stored != null) {
			covering.addAll(stored(this.stored, senderDomain, names));
		}
		covering.removeIf((registered) -> !registered.domain().isFor(subAccount));
		covering
			.sort(Comparator.comparingInt((RegisteredDomain registered) -> names.indexOf(registered.domain().name()))
				.thenComparing((registered) -> registered.domain().subAccount() == null));
		return covering;
	}

	private List<RegisteredDomain> stored(JdbcSendingDomains store, String senderDomain, List<String> names) {
		Entry known = this.entries.obtain().getIfPresent(senderDomain);
		if (known != null && this.ticker.read() - known.since() < MAX_STALENESS.toNanos()) {
			return known.domains();
		}
		List<RegisteredDomain> domains = store.named(names, (known != null) ? known.domains() : null);
		this.entries.obtain().put(senderDomain, new Entry(domains, this.ticker.read()));
		return domains;
	}

	/**
	 * Ask the store again.
	 */
	void forget() {
		this.entries.obtain().invalidateAll();
	}

	private record Entry(List<RegisteredDomain> domains, long since) {

	}

}
