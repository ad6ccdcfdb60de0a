package dev.sendpost.subaccount;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.Submitter;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The keys of the account and of sub-accounts: those that properties define, and with a
 * store those that are made while the application runs. Changes take part in the caller's
 * transaction; other nodes see them within seconds.
 */
public final class ApiKeys implements AutoCloseable {

	private final SecureRandom random;

	private final SubAccounts subAccounts;

	private final Map<UUID, StoredApiKey> configured;

	private final @Nullable JdbcApiKeys stored;

	private final ApiKeyAuthenticator authenticator;

	private final Supplier<UUID> ids;

	private final InstantSource clock;

	private final Submitter submitter;

	/**
	 * Create the set of keys.
	 * @param subAccounts the sub-accounts that keys are for
	 * @param configured those that properties define
	 * @param stored keeps the others, or {@code null} without a store
	 * @param ids makes the ids of keys
	 * @param clock tells whether a key has expired; all nodes share it
	 * @param ticker tells how time goes by
	 * @param publisher gets an {@link ApiKeyAbuseEvent} when somebody seems to guess
	 */
	public ApiKeys(SubAccounts subAccounts, Collection<ConfiguredApiKey> configured, @Nullable JdbcApiKeys stored,
			Supplier<UUID> ids, InstantSource clock, Ticker ticker, ApplicationEventPublisher publisher) {
		this.random = new SecureRandom();
		this.subAccounts = subAccounts;
		this.configured = new HashMap<>();
		configured.forEach((key) -> this.configured.put(key.key().key().id(), key.key()));
		this.stored = stored;
		this.authenticator = new ApiKeyAuthenticator(subAccounts, this.configured.values(), stored, clock, ticker,
				publisher);
		this.ids = ids;
		this.clock = clock;
		this.submitter = Submitter.account();
	}

	private ApiKeys(ApiKeys all, Submitter submitter) {
		this.random = all.random;
		this.subAccounts = all.subAccounts;
		this.configured = all.configured;
		this.stored = all.stored;
		this.authenticator = all.authenticator;
		this.ids = all.ids;
		this.clock = all.clock;
		this.submitter = submitter;
	}

	/**
	 * Let the bearer of a key in, or not: the one check of all doors. It takes the same
	 * time however much of a key is right. Whoever fails too often is kept out for a
	 * minute. Others are not, nor are keys that were good from the same source within the
	 * hour before.
	 * @param presented what was presented as a key, or {@code null} if nothing was
	 * @param source where it came from, for example the address of the client; of an IPv6
	 * address its network of 64 bits counts, since one client has many addresses
	 * @return the key
	 * @throws ApiKeyRefusedException if nobody is let in
	 * @throws org.springframework.dao.DataAccessException if the store would have to be
	 * asked and cannot
	 */
	public ApiKey authenticate(@Nullable String presented, String source) {
		return this.authenticator.authenticate(presented, source);
	}

	/**
	 * The keys as a submitter may see and change them: a sub-account those of its own,
	 * and the bearer of a test key test keys only.
	 * @param submitter who asks
	 * @return what it may see and change
	 */
	public ApiKeys forSubmitter(Submitter submitter) {
		return new ApiKeys(this, submitter);
	}

	/**
	 * All keys that the submitter may see, also revoked and expired ones.
	 * @return what is known of them, the newest first, then those of properties
	 */
	public List<ApiKeyDetails> list() {
		List<StoredApiKey> keys = new ArrayList<>();
		if (this.stored != null) {
			keys.addAll(this.stored.list(this.submitter.wholeAccount() ? null : this.submitter.subAccount()));
		}
		keys.addAll(this.configured.values());
		return keys.stream().filter(this::isVisible).map(StoredApiKey::details).toList();
	}

	/**
	 * Keys that were made while the application runs and that the submitter may see, a
	 * page at a time, also revoked and expired ones.
	 * @param after the id after which the page begins, or {@code null} for the first page
	 * @param size how many keys are read for it, 1 to {@value ApiKeyPage#MAX_SIZE}
	 * @return the page, empty without a store
	 * @throws IllegalArgumentException if the size is out of its range
	 */
	public ApiKeyPage list(@Nullable UUID after, int size) {
		if (size < 1 || size > ApiKeyPage.MAX_SIZE) {
			throw new IllegalArgumentException(
					"The size of a page must be 1 to " + ApiKeyPage.MAX_SIZE + " but is " + size);
		}
		if (this.stored == null) {
			return new ApiKeyPage(List.of(), null);
		}
		List<StoredApiKey> found = this.stored.list(this.submitter.wholeAccount() ? null : this.submitter.subAccount(),
				after, size + 1);
		boolean more = found.size() > size;
		List<StoredApiKey> page = more ? found.subList(0, size) : found;
		return new ApiKeyPage(page.stream().filter(this::isVisible).map(StoredApiKey::details).toList(),
				more ? page.get(size - 1).key().id() : null);
	}

	/**
	 * The keys that properties define and that the submitter may see.
	 * @return what is known of them, by their names
	 */
	public List<ApiKeyDetails> configured() {
		return this.configured.values()
			.stream()
			.filter(this::isVisible)
			.map(StoredApiKey::details)
			.sorted(Comparator.comparing((details) -> details.key().name()))
			.toList();
	}

	/**
	 * Find a key.
	 * @param id its id
	 * @return what is known of it, or nothing if there is none or the submitter may not
	 * see it
	 */
	public Optional<ApiKeyDetails> find(UUID id) {
		StoredApiKey configured = this.configured.get(id);
		Optional<StoredApiKey> found = (configured != null) ? Optional.of(configured)
				: Optional.ofNullable(this.stored).flatMap((stored) -> stored.find(id));
		return found.filter(this::isVisible).map(StoredApiKey::details);
	}

	private boolean isVisible(StoredApiKey key) {
		return mayHave(key.key().subAccount(), key.key().test());
	}

	private boolean mayHave(@Nullable String subAccount, boolean test) {
		boolean own = (subAccount != null) ? this.submitter.maySee(subAccount) : this.submitter.wholeAccount();
		return own && (test || !this.submitter.test());
	}

	/**
	 * Make a key, in the caller's transaction.
	 * @param request what key to make
	 * @return the key, which cannot be shown again
	 * @throws AccountManagementException if there is no such sub-account, the expiry has
	 * passed, or the submitter may not have such a key
	 * @throws StoreRequiredException without a store
	 */
	public IssuedApiKey issue(ApiKeyRequest request) {
		JdbcApiKeys stored = requireStored("Making a key");
		if (!mayHave(request.subAccount(), request.test())) {
			throw new AccountManagementException(Reason.NOT_ALLOWED,
					"a key can be made for the own sub-account only, and by a test key only a test key");
		}
		String subAccount = request.subAccount();
		if (subAccount != null && this.subAccounts.find(subAccount).isEmpty()) {
			throw SubAccounts.unknown(subAccount);
		}
		Instant now = this.clock.instant();
		if (request.expiresAt() != null && !request.expiresAt().isAfter(now)) {
			throw new AccountManagementException(Reason.INVALID,
					"the key would have expired already, at " + request.expiresAt());
		}
		return stored.store().inCallersTransaction(() -> insert(stored, request, now));
	}

	private IssuedApiKey insert(JdbcApiKeys stored, ApiKeyRequest request, Instant now) {
		String text = ApiKeyText.generate(request.style(), request.test(), this.random);
		byte[] octets = Objects.requireNonNull(ApiKeyText.octets(text));
		ApiKey key = new ApiKey(this.ids.get(), request.name(), request.subAccount(), request.scope(), request.test(),
				request.expiresAt());
		ApiKeyDetails details = new ApiKeyDetails(key, ApiKeyText.hint(text, request.style(), request.test()),
				request.style(), now, null, null, null, false);
		StoredApiKey issued = new StoredApiKey(details, ApiKeyText.hash(octets));
		stored.insert(issued);
		this.authenticator.changed(issued);
		return new IssuedApiKey(text, details);
	}

	/**
	 * Make a key that takes the place of another, in the caller's transaction. It is for
	 * the same and lasts as long.
	 * @param id the id of the other key
	 * @param overlap how long the other one is still good
	 * @return the new key, which cannot be shown again
	 * @throws AccountManagementException if there is no such key, it is revoked, expired
	 * or defined by properties, or the overlap is negative
	 * @throws StoreRequiredException without a store
	 */
	public IssuedApiKey rotate(UUID id, Duration overlap) {
		JdbcApiKeys stored = requireChangeable("Rotating a key", id);
		if (overlap.isNegative()) {
			throw new AccountManagementException(Reason.INVALID, "the overlap " + overlap + " is negative");
		}
		return stored.store().inCallersTransaction(() -> {
			StoredApiKey old = locked(stored, id);
			Instant now = this.clock.instant();
			Instant expiry = old.key().expiresAt();
			if (old.details().revokedAt() != null || (expiry != null && !expiry.isAfter(now))) {
				throw new AccountManagementException(Reason.INVALID,
						"the key " + id + " is not good any more; make a new one instead");
			}
			IssuedApiKey replacement = insert(stored, new ApiKeyRequest(old.key().name(), old.key().subAccount(),
					old.key().scope(), old.key().test(), old.details().style(), lasting(old, now)), now);
			Instant end = now.plus(overlap);
			stored.replace(id, replacement.details().id(), (expiry != null && expiry.isBefore(end)) ? expiry : end);
			this.authenticator.changed(old);
			return replacement;
		});
	}

	private static @Nullable Instant lasting(StoredApiKey old, Instant now) {
		Instant expiry = old.key().expiresAt();
		Instant created = old.details().createdAt();
		return (expiry != null && created != null) ? now.plus(Duration.between(created, expiry)) : null;
	}

	/**
	 * Revoke a key for good, in the caller's transaction. Nothing happens if it is
	 * revoked already.
	 * @param id its id
	 * @throws AccountManagementException if there is no such key, or properties define it
	 * @throws StoreRequiredException without a store
	 */
	public void revoke(UUID id) {
		JdbcApiKeys stored = requireChangeable("Revoking a key", id);
		stored.store().inCallersTransaction(() -> {
			StoredApiKey key = locked(stored, id);
			stored.revoke(id);
			this.authenticator.changed(key);
			return key;
		});
	}

	private StoredApiKey locked(JdbcApiKeys stored, UUID id) {
		return stored.lock(id).filter(this::isVisible).orElseThrow(() -> unknown(id));
	}

	private JdbcApiKeys requireChangeable(String what, UUID id) {
		StoredApiKey configured = this.configured.get(id);
		if (configured != null) {
			throw isVisible(configured) ? configured(configured) : unknown(id);
		}
		return requireStored(what);
	}

	private static AccountManagementException configured(StoredApiKey key) {
		return new AccountManagementException(Reason.CONFIGURED, "the key '" + key.key().name()
				+ "' is defined by the properties sendpost.api-keys." + key.key().name() + ".*; change it there");
	}

	private static AccountManagementException unknown(UUID id) {
		return new AccountManagementException(Reason.UNKNOWN, "there is no key " + id);
	}

	private JdbcApiKeys requireStored(String what) {
		if (this.stored == null) {
			throw new StoreRequiredException(what);
		}
		return this.stored;
	}

	/**
	 * Write down what is still only noted.
	 */
	@Override
	public void close() {
		this.authenticator.close();
	}

}
