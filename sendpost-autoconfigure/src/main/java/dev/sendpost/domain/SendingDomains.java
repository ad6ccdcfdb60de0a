package dev.sendpost.domain;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.Submitter;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The domains that mail is sent from: those in the properties, and those added at
 * runtime, which need a store. Acts for the whole account, or for one sub-account, which
 * sees the shared domains and its own, and changes its own only.
 */
public final class SendingDomains {

	/** The largest page. */
	public static final int MAX_PAGE_SIZE = 1000;

	private final DomainRegistry registry;

	private final @Nullable String subAccount;

	/**
	 * Create the domains of an account.
	 * @param settings what domains have to publish
	 * @param configured the domains from the properties
	 * @param dns answers the checks
	 * @param store where added domains are kept, or {@code null} if none can be added
	 * @param cipher encrypts private keys
	 * @param publisher publishes {@link SendingDomainChangedEvent}s
	 * @param clock tells the time without a store
	 * @throws SendingDomainExistsException if a configured domain is there twice
	 */
	public SendingDomains(SendingDomainSettings settings, List<ConfiguredDomain> configured, DnsResolver dns,
			@Nullable Store store, SecretCipher cipher, ApplicationEventPublisher publisher, Clock clock) {
		this(new DomainRegistry(settings, configured, dns, store, cipher,
				new DomainKeys(settings.ed25519(), clock, DkimKeyPair::generate), publisher, clock,
				Ticker.systemTicker()), null);
	}

	SendingDomains(DomainRegistry registry, @Nullable String subAccount) {
		this.registry = registry;
		this.subAccount = subAccount;
	}

	/**
	 * The domains as a submitter may see and change them.
	 * @param submitter the submitter
	 * @return the domains of the whole account, or of one sub-account
	 */
	public SendingDomains forSubmitter(Submitter submitter) {
		return new SendingDomains(this.registry, submitter.wholeAccount() ? null : submitter.subAccount());
	}

	/**
	 * Add a domain, and make its keys.
	 * @param name its name, in U-labels or A-labels
	 * @param subAccount the sub-account that it is for, or {@code null} if all share it;
	 * a sub-account can add its own only
	 * @return the domain with the records to publish
	 * @throws InvalidSendingDomainException if mail cannot be sent from the name
	 * @throws SendingDomainExistsException if it was added before
	 * @throws StoreRequiredException if there is no store
	 * @throws EncryptionKeyRequiredException if its private keys cannot be encrypted
	 * @throws IllegalArgumentException if it is for another sub-account
	 */
	public SendingDomain add(String name, @Nullable String subAccount) {
		if (this.subAccount != null && !this.subAccount.equals(subAccount)) {
			throw new IllegalArgumentException("The sub-account " + this.subAccount + " can add its own domains only");
		}
		return this.registry.add(name, subAccount);
	}

	/**
	 * Find a domain by its number.
	 * @param number its number
	 * @return the domain, empty if there is none or it is not to be seen
	 */
	public Optional<SendingDomain> find(long number) {
		return this.registry.find(number).map(RegisteredDomain::domain).filter(this::isVisible);
	}

	/**
	 * Find a domain.
	 * @param id its id
	 * @return the domain, empty if there is none or it is not to be seen
	 */
	public Optional<SendingDomain> find(UUID id) {
		return this.registry.find(id).map(RegisteredDomain::domain).filter(this::isVisible);
	}

	/**
	 * Find a domain.
	 * @param name its name, in U-labels or A-labels
	 * @param subAccount the sub-account that it is of, or {@code null} for a shared one
	 * @return the domain, empty if there is none or it is not to be seen
	 * @throws InvalidSendingDomainException if mail cannot be sent from the name
	 */
	public Optional<SendingDomain> find(String name, @Nullable String subAccount) {
		return this.registry.find(DomainNames.parse(name), subAccount)
			.map(RegisteredDomain::domain)
			.filter(this::isVisible);
	}

	/**
	 * List domains: those from the properties, then the others in the order in which they
	 * were added.
	 * @param after {@link SendingDomainPage#next()} of the page before, or {@code null}
	 * for the first page, which holds those from the properties beside the others
	 * @param size how many domains a page has, 1 to {@value #MAX_PAGE_SIZE}
	 * @return the page
	 */
	public SendingDomainPage list(@Nullable UUID after, int size) {
		return page(after, size, false);
	}

	/**
	 * List domains that are not verified.
	 * @param after {@link SendingDomainPage#next()} of the page before, or {@code null}
	 * @param size how many domains a page has, 1 to {@value #MAX_PAGE_SIZE}
	 * @return the page
	 */
	public SendingDomainPage listUnverified(@Nullable UUID after, int size) {
		return page(after, size, true);
	}

	private SendingDomainPage page(@Nullable UUID after, int size, boolean unverified) {
		if (size < 1 || size > MAX_PAGE_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_PAGE_SIZE + " but is " + size);
		}
		List<SendingDomain> domains = new ArrayList<>();
		if (after == null) {
			Predicate<SendingDomain> wanted = (domain) -> isVisible(domain) && !(unverified && domain.verified());
			this.registry.configured().stream().map(RegisteredDomain::domain).filter(wanted).forEach(domains::add);
		}
		List<SendingDomain> stored = this.registry.page(this.subAccount, after, unverified, size + 1);
		boolean more = stored.size() > size;
		domains.addAll(more ? stored.subList(0, size) : stored);
		return new SendingDomainPage(domains, more ? stored.get(size - 1).id() : null);
	}

	/**
	 * Count the domains that are to be seen.
	 * @return how many there are, verified or not
	 */
	public long count() {
		long configured = this.registry.configured()
			.stream()
			.filter((registered) -> isVisible(registered.domain()))
			.count();
		return configured + this.registry.count(this.subAccount);
	}

	/**
	 * Remove a domain with its keys. Its mail is not signed any more, and where domains
	 * are enforced, no longer accepted.
	 * @param id its id
	 * @return whether there was such a domain that could be removed
	 */
	public boolean remove(UUID id) {
		return find(id).filter(this::isChangeable).isPresent() && this.registry.remove(id);
	}

	/**
	 * Look for the records of a domain now, past what is remembered of the name system.
	 * @param id its id
	 * @return the domain with what was found, empty if there is none or it is not to be
	 * seen
	 */
	public Optional<SendingDomain> verify(UUID id) {
		return find(id).isPresent() ? this.registry.verify(id, true) : Optional.empty();
	}

	/**
	 * Show what the name system holds where the records of a domain are to be, for
	 * whoever compares. Nothing is decided by it. It may take some seconds.
	 * @param id the id of the domain
	 * @return what is there for each record, empty if there is no such domain or it is
	 * not to be seen
	 */
	public Optional<List<PublishedRecord>> published(UUID id) {
		return find(id).map(this.registry::published);
	}

	/**
	 * Make new keys for a domain. The old ones sign until the new ones are published, and
	 * should stay published for two weeks more.
	 * @param id its id
	 * @return the domain with the records to publish, empty if there is none that could
	 * be changed
	 * @throws EncryptionKeyRequiredException if private keys cannot be encrypted
	 */
	public Optional<SendingDomain> rotateKeys(UUID id) {
		return find(id).filter(this::isChangeable).isPresent() ? this.registry.rotateKeys(id) : Optional.empty();
	}

	/**
	 * Look for the records of those domains whose check is due. To be called from time to
	 * time, by one node.
	 */
	public void verifyDue() {
		this.registry.verifyDue();
	}

	/**
	 * Look for the records of the domains from the properties. To be called from time to
	 * time, by each node.
	 */
	public void verifyConfigured() {
		this.registry.verifyConfigured();
	}

	/**
	 * Whether there are domains from the properties.
	 * @return whether there is at least one
	 */
	public boolean hasConfigured() {
		return !this.registry.configured().isEmpty();
	}

	/**
	 * The host of tracked links in mail from a domain: that of the closest domain of a
	 * sub-account that covers it and whose record for it was found. Answered from memory
	 * as a rule.
	 * @param senderDomain the domain of the sender, as A-labels in lower case
	 * @param subAccount the name of the sub-account whose mail it is
	 * @return the host, or {@code null} if there is none
	 */
	public @Nullable String trackingHost(String senderDomain, String subAccount) {
		return this.registry.directory()
			.covering(senderDomain, subAccount)
			.stream()
			.flatMap((registered) -> registered.domain().record(DomainRecordKind.TRACKING).stream())
			.filter(DomainRecord::isVerified)
			.map(DomainRecord::host)
			.findFirst()
			.orElse(null);
	}

	DomainRegistry registry() {
		return this.registry;
	}

	private boolean isVisible(SendingDomain domain) {
		return this.subAccount == null || domain.isFor(this.subAccount);
	}

	private boolean isChangeable(SendingDomain domain) {
		return !domain.configured() && (this.subAccount == null || this.subAccount.equals(domain.subAccount()));
	}

}
