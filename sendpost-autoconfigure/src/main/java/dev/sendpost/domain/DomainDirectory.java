package dev.sendpost.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/**
 * Tells which registered domains cover a sender's domain, for each message. What the
 * store says is believed for a while; longer, if the store is away.
 *
 * <p>
 * Only what is committed is remembered. In a transaction, what is not known is read by
 * that transaction, which may see what nobody else does, and is remembered by another
 * thread: a reader that holds a connection never waits for a second one.
 */
final class DomainDirectory {

	private static final Log logger = LogFactory.getLog(DomainDirectory.class);

	/** How long a change on another node may go unnoticed. */
	private static final Duration MAX_STALENESS = Duration.ofSeconds(10);

	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	private static final int MAX_ENTRIES = 10_000;

	private final ConfiguredDomains configured;

	private final @Nullable JdbcSendingDomains stored;

	private final Ticker ticker;

	private final Executor executor;

	/**
	 * Whether the other thread is at work. One is enough: the next message asks again.
	 */
	private final AtomicBoolean reading = new AtomicBoolean();

	/** How often all was forgotten: what was read before may not be so any more. */
	private final AtomicLong generation = new AtomicLong();

	/**
	 * Made with the first message, which the start of an application need not wait for.
	 */
	private final SingletonSupplier<Cache<String, Entry>> entries;

	DomainDirectory(ConfiguredDomains configured, @Nullable JdbcSendingDomains stored, Ticker ticker,
			Executor executor) {
		this.configured = configured;
		this.stored = stored;
		this.ticker = ticker;
		this.executor = executor;
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
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			return read(store, senderDomain, names, known);
		}
		List<RegisteredDomain> domains = store.named(names, (known != null) ? known.domains() : null);
		if (this.reading.compareAndSet(false, true)) {
			this.executor.execute(() -> readAhead(store, senderDomain, names, known));
		}
		return domains;
	}

	private List<RegisteredDomain> read(JdbcSendingDomains store, String senderDomain, List<String> names,
			@Nullable Entry known) {
		long before = this.generation.get();
		List<RegisteredDomain> domains = store.named(names, (known != null) ? known.domains() : null);
		this.entries.obtain().put(senderDomain, new Entry(domains, this.ticker.read()));
		if (this.generation.get() != before) {
			this.entries.obtain().invalidate(senderDomain);
		}
		return domains;
	}

	/*
	 * A store that is away is no news here: whoever needs the answer is told.
	 */
	private void readAhead(JdbcSendingDomains store, String senderDomain, List<String> names, @Nullable Entry known) {
		try {
			read(store, senderDomain, names, known);
		}
		catch (DataAccessException ex) {
			logger.debug("The sending domains cannot be read", ex);
		}
		finally {
			this.reading.set(false);
		}
	}

	/**
	 * Ask the store again.
	 */
	void forget() {
		this.generation.incrementAndGet();
		this.entries.obtain().invalidateAll();
	}

	private record Entry(List<RegisteredDomain> domains, long since) {

	}

}
