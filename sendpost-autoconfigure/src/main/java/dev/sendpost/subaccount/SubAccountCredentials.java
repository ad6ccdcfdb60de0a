package dev.sendpost.subaccount;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.store.CommittedCache;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * By what sub-accounts are let in at the services that carry their mail, where these are
 * not the account's own. Of the account, and for transports: what a sub-account may see
 * goes through {@link SubAccounts}.
 */
public final class SubAccountCredentials {

	private final SubAccounts subAccounts;

	private final Map<String, Map<String, UpstreamCredentials>> configured;

	private final @Nullable JdbcUpstreamCredentials stored;

	private final @Nullable CommittedCache<CredentialsKey, UpstreamCredentials> cache;

	private final Predicate<String> transports;

	/**
	 * Create the set of credentials.
	 * @param subAccounts the sub-accounts
	 * @param configured those that properties define, by sub-account and transport
	 * @param stored keeps the others, or {@code null} without a store
	 * @param transports tells whether there is a transport of a name
	 * @param ticker tells how time goes by
	 */
	public SubAccountCredentials(SubAccounts subAccounts, Map<String, Map<String, UpstreamCredentials>> configured,
			@Nullable JdbcUpstreamCredentials stored, Predicate<String> transports, Ticker ticker) {
		this.subAccounts = subAccounts;
		this.configured = Map.copyOf(configured);
		this.stored = stored;
		this.cache = (stored != null) ? new CommittedCache<>(stored::find, ticker) : null;
		this.transports = transports;
	}

	/**
	 * Find credentials, for a transport.
	 * @param subAccount the name of the sub-account
	 * @param transport the name of the transport
	 * @return the credentials, or nothing if those of the account are to be used
	 * @throws EncryptionKeyRequiredException if the key they were encrypted with is
	 * missing
	 */
	public Optional<UpstreamCredentials> find(String subAccount, String transport) {
		Map<String, UpstreamCredentials> configured = this.configured.get(subAccount);
		if (configured != null && configured.containsKey(transport)) {
			return Optional.of(configured.get(transport));
		}
		if (this.cache == null || this.subAccounts.find(subAccount).filter(SubAccount::configured).isPresent()) {
			return Optional.empty();
		}
		return this.cache.get(new CredentialsKey(subAccount, transport));
	}

	/**
	 * For which transports a sub-account has credentials.
	 * @param subAccount the name of the sub-account
	 * @return the names of the transports
	 */
	public List<String> transports(String subAccount) {
		Map<String, UpstreamCredentials> configured = this.configured.get(subAccount);
		if (configured != null) {
			return List.copyOf(new TreeMap<>(configured).keySet());
		}
		return (this.stored != null) ? this.stored.transports(subAccount) : List.of();
	}

	/**
	 * Set credentials, in the caller's transaction.
	 * @param subAccount the name of the sub-account
	 * @param transport the name of the transport
	 * @param credentials the credentials
	 * @throws AccountManagementException if there is no such sub-account or transport, or
	 * properties define the sub-account
	 * @throws EncryptionKeyRequiredException if there is no key to encrypt them with
	 * @throws StoreRequiredException without a store
	 */
	public void put(String subAccount, String transport, UpstreamCredentials credentials) {
		JdbcUpstreamCredentials stored = requireChangeable(subAccount);
		if (!this.transports.test(transport)) {
			throw new AccountManagementException(Reason.INVALID,
					"there is no transport '" + SingleLine.printable(transport, 100) + "'");
		}
		CredentialsKey key = new CredentialsKey(subAccount, transport);
		stored.put(key, credentials);
		changed(key);
	}

	/**
	 * Remove credentials, in the caller's transaction. Nothing happens if there are none.
	 * @param subAccount the name of the sub-account
	 * @param transport the name of the transport
	 * @throws AccountManagementException if there is no such sub-account, or properties
	 * define it
	 * @throws StoreRequiredException without a store
	 */
	public void remove(String subAccount, String transport) {
		CredentialsKey key = new CredentialsKey(subAccount, transport);
		requireChangeable(subAccount).remove(key);
		changed(key);
	}

	private JdbcUpstreamCredentials requireChangeable(String subAccount) {
		this.subAccounts.requireNotConfigured(subAccount);
		if (this.stored == null) {
			throw new StoreRequiredException("Changing upstream credentials");
		}
		if (this.subAccounts.find(subAccount).isEmpty()) {
			throw SubAccounts.unknown(subAccount);
		}
		return this.stored;
	}

	/*
	 * In a transaction changes are noted before its end, outside of one right after.
	 */
	private void changed(CredentialsKey key) {
		if (this.cache != null) {
			this.cache.changed(key);
		}
	}

}
