package dev.sendpost.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * All domains of the account: adds, checks and rotates, whoever may ask for it.
 */
final class DomainRegistry {

	private static final Log logger = LogFactory.getLog(DomainRegistry.class);

	/** How long all questions about one domain may take (RFC 7208 section 4.6.4). */
	private static final Duration CHECK_LIMIT = Duration.ofSeconds(20);

	/** How soon a domain is looked at again that is not verified. */
	private static final Duration UNVERIFIED_INTERVAL = Duration.ofMinutes(15);

	/** After so many domains in a row without an answer the name system is away. */
	private static final int MAX_UNANSWERED = 3;

	private static final int BATCH = 100;

	private final SendingDomainSettings settings;

	private final ConfiguredDomains configured;

	private final DnsResolver dns;

	private final @Nullable JdbcSendingDomains stored;

	private final DomainDirectory directory;

	private final DomainKeys keys;

	private final ApplicationEventPublisher publisher;

	private final Clock clock;

	DomainRegistry(SendingDomainSettings settings, List<ConfiguredDomain> configured, DnsResolver dns,
			@Nullable Store store, SecretCipher cipher, DomainKeys keys, ApplicationEventPublisher publisher,
			Clock clock, Ticker ticker) {
		RecordsToPublish records = new RecordsToPublish(settings);
		this.settings = settings;
		this.configured = new ConfiguredDomains(configured, records, clock.instant());
		this.dns = dns;
		this.stored = (store != null) ? new JdbcSendingDomains(store, cipher, records) : null;
		this.directory = new DomainDirectory(this.configured, this.stored, ticker,
				new SimpleAsyncTaskExecutor("sendpost-domains-"));
		this.keys = keys;
		this.publisher = publisher;
		this.clock = clock;
	}

	DomainDirectory directory() {
		return this.directory;
	}

	Collection<RegisteredDomain> configured() {
		return this.configured.all();
	}

	SendingDomain add(String text, @Nullable String subAccount) {
		String name = DomainNames.parse(text);
		JdbcSendingDomains store = requireStore("Adding a sending domain");
		if (isConfigured(name, subAccount) || store.find(name, subAccount).isPresent()) {
			throw new SendingDomainExistsException(name);
		}
		UUID id = this.keys.id();
		if (!store.insert(id, name, subAccount, this.keys.generate())) {
			throw new SendingDomainExistsException(name);
		}
		Store.afterCommit(this.directory::forget);
		return store.find(id).orElseThrow().domain();
	}

	private boolean isConfigured(String name, @Nullable String subAccount) {
		return find(name, subAccount).filter((registered) -> registered.domain().configured()).isPresent();
	}

	Optional<RegisteredDomain> find(UUID id) {
		Optional<RegisteredDomain> known = this.configured.find(id);
		return (known.isPresent() || this.stored == null) ? known : this.stored.find(id);
	}

	Optional<RegisteredDomain> find(long number) {
		for (RegisteredDomain registered : this.configured.all()) {
			if (registered.domain().number() == number) {
				return Optional.of(registered);
			}
		}
		return (this.stored != null) ? this.stored.find(number) : Optional.empty();
	}

	Optional<RegisteredDomain> find(String name, @Nullable String subAccount) {
		for (RegisteredDomain registered : this.configured.all()) {
			if (registered.domain().name().equals(name)
					&& Objects.equals(registered.domain().subAccount(), subAccount)) {
				return Optional.of(registered);
			}
		}
		return (this.stored != null) ? this.stored.find(name, subAccount) : Optional.empty();
	}

	List<SendingDomain> page(@Nullable String subAccount, @Nullable UUID after, boolean unverified, int size) {
		return (this.stored != null)
				? this.stored.page(subAccount, after, unverified, size).stream().map(RegisteredDomain::domain).toList()
				: List.of();
	}

	long count(@Nullable String subAccount) {
		return (this.stored != null) ? this.stored.count(subAccount) : 0;
	}

	boolean remove(UUID id) {
		boolean removed = this.stored != null && this.stored.delete(id);
		Store.afterCommit(this.directory::forget);
		return removed;
	}

	Optional<SendingDomain> rotateKeys(UUID id) {
		JdbcSendingDomains store = requireStore("Rotating the keys of a sending domain");
		store.insertKeys(id, this.keys.generate());
		Store.afterCommit(this.directory::forget);
		return store.find(id).map(RegisteredDomain::domain);
	}

	void verifyDue() {
		JdbcSendingDomains store = requireStore("Checking sending domains");
		int unanswered = 0;
		List<UUID> due = store.due(BATCH);
		for (UUID id : due) {
			Optional<SendingDomain> checked = verifyDue(id, store);
			boolean told = checked.isEmpty() || checked.get()
				.records()
				.stream()
				.anyMatch((record) -> record.reason() == null || !record.reason().startsWith(RecordFinding.UNKNOWN));
			unanswered = told ? 0 : unanswered + 1;
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
			if (unanswered == MAX_UNANSWERED) {
				logger.warn("The records of sending domains cannot be checked now: " + this.dns.servers()
						+ " give no answer. The domains stay as they are.");
				return;
			}
		}
	}

	/**
	 * One that fails must not keep those that are due after it from being checked. A
	 * store that is away fails again, and ends the run.
	 */
	private Optional<SendingDomain> verifyDue(UUID id, JdbcSendingDomains store) {
		try {
			return verify(id, false);
		}
		catch (RuntimeException ex) {
			logger.error("The check of the sending domain " + id + " failed; it is due again in "
					+ UNVERIFIED_INTERVAL.toMinutes() + " minutes", ex);
			store.postpone(id, UNVERIFIED_INTERVAL);
			return Optional.empty();
		}
	}

	/**
	 * Look for the records of all domains from the properties. A scheduler gives up for
	 * good what fails once.
	 */
	void verifyConfigured() {
		for (RegisteredDomain registered : this.configured.all()) {
			try {
				verify(registered.domain().id(), false);
			}
			catch (RuntimeException ex) {
				logger.error("The check of the sending domain " + registered.domain().name() + " failed", ex);
			}
		}
	}

	/**
	 * Look for the records of a domain.
	 * @param fresh whether to pass over what is remembered of the name system
	 * @return the domain with what was found, empty if it is not there any more
	 */
	Optional<SendingDomain> verify(UUID id, boolean fresh) {
		Optional<RegisteredDomain> found = find(id);
		if (found.isEmpty()) {
			return Optional.empty();
		}
		SendingDomain domain = found.get().domain();
		RecordChecks checks = new RecordChecks(this.dns.forWork(fresh, CHECK_LIMIT), this.settings);
		List<DomainRecord> checked = checks.check(domain.name(), domain.records(), found.get().keys());
		return domain.configured() ? saveConfigured(domain, checked) : saveStored(domain, checked);
	}

	/**
	 * What the name system holds, as far as it is remembered from a check just before.
	 */
	List<PublishedRecord> published(SendingDomain domain) {
		PublishedRecords published = new PublishedRecords(this.dns.forWork(false, CHECK_LIMIT));
		return domain.records().stream().map(published::find).toList();
	}

	private Optional<SendingDomain> saveConfigured(SendingDomain domain, List<DomainRecord> checked) {
		boolean verified = checked.stream()
			.noneMatch((record) -> record.required() && record.state() == DomainRecordState.FAILED);
		SendingDomain now = new SendingDomain(domain.id(), domain.number(), domain.name(), domain.subAccount(), true,
				verified, checked, domain.createdAt(), this.clock.instant());
		publishChange(now, this.configured.save(now));
		return Optional.of(now);
	}

	private Optional<SendingDomain> saveStored(SendingDomain domain, List<DomainRecord> checked) {
		JdbcSendingDomains store = requireStore("Checking a sending domain");
		Map<Boolean, Duration> intervals = Map.of(true, this.settings.checkInterval(), false, UNVERIFIED_INTERVAL);
		Optional<Boolean> before = store.save(domain.id(), checked, intervals);
		if (before.isEmpty()) {
			return Optional.empty();
		}
		Optional<SendingDomain> now = store.find(domain.id()).map(RegisteredDomain::domain);
		Store.afterCommit(() -> {
			this.directory.forget();
			now.ifPresent((saved) -> publishChange(saved, before.get()));
		});
		return now;
	}

	/**
	 * A listener that fails is reported, and stops neither the check of other domains nor
	 * whoever asked for this one.
	 */
	private void publishChange(SendingDomain domain, boolean wasVerified) {
		if (domain.verified() == wasVerified) {
			return;
		}
		if (domain.verified()) {
			logger.info("The sending domain " + domain.name() + " is verified.");
		}
		else {
			List<String> complaints = new ArrayList<>();
			domain.missing().forEach((record) -> complaints.add(record.complaint()));
			logger.warn("The sending domain " + domain.name() + " is not verified any more: "
					+ String.join("; ", complaints));
		}
		try {
			this.publisher.publishEvent(new SendingDomainChangedEvent(domain, wasVerified));
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed on the change of the sending domain " + domain.name(), ex);
		}
	}

	private JdbcSendingDomains requireStore(String what) {
		if (this.stored == null) {
			throw new StoreRequiredException(what);
		}
		return this.stored;
	}

}
