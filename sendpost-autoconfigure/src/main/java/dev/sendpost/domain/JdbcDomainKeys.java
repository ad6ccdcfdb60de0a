package dev.sendpost.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKey;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The keys of domains in the table {@code sendpost_domain_key}, the private ones
 * encrypted.
 */
final class JdbcDomainKeys {

	private static final RowInserter ROWS = new RowInserter("sendpost_domain_key", "id", "domain_id", "selector",
			"algorithm", "public_key", "private_key");

	private final Store store;

	private final SecretCipher cipher;

	JdbcDomainKeys(Store store, SecretCipher cipher) {
		this.store = store;
		this.cipher = cipher;
	}

	void insert(UUID domainId, Map<UUID, NewKey> keys) {
		List<@Nullable Object[]> rows = new ArrayList<>();
		keys.forEach((id,
				key) -> rows.add(new @Nullable Object[] { parameter(id), parameter(domainId), key.selector(),
						key.pair().algorithm().name(), key.pair().publicKey(),
						this.cipher.encrypt(key.pair().encodedPrivateKey(), context(id)) }));
		ROWS.insert(this.store, rows);
	}

	private static String context(UUID keyId) {
		return "sendpost_domain_key:" + keyId;
	}

	void deleteOf(UUID domainId) {
		this.store.update("delete from sendpost_domain_key where domain_id = ?", List.of(parameter(domainId)));
	}

	List<StoredKey> of(UUID domainId) {
		return of(List.of(domainId)).getOrDefault(domainId, List.of());
	}

	/**
	 * The keys of domains in the order in which they were made, by the ids of those
	 * domains that have any.
	 */
	Map<UUID, List<StoredKey>> of(List<UUID> domainIds) {
		String marks = String.join(", ", Collections.nCopies(domainIds.size(), "?"));
		Map<UUID, List<StoredKey>> keys = new HashMap<>();
		this.store.jdbc()
			.query("select id, domain_id, selector, algorithm, public_key, private_key, published_at"
					+ " from sendpost_domain_key where domain_id in (" + marks + ") order by id", (row) -> {
						long publishedAt = row.getLong("published_at");
						Long published = row.wasNull() ? null : publishedAt;
						keys.computeIfAbsent(this.store.platform().requiredUuid(row, "domain_id"),
								(absent) -> new ArrayList<>())
							.add(new StoredKey(this.store.platform().requiredUuid(row, "id"), row.getString("selector"),
									DkimAlgorithm.valueOf(row.getString("algorithm")), row.getString("public_key"),
									row.getString("private_key"), published));
					}, domainIds.stream().map(this::parameter).toArray());
		return keys;
	}

	/**
	 * Record which keys of a domain are published, and forget those that nothing needs
	 * any more.
	 * @param checked the records of the domain as they were found
	 * @param now the time of the database
	 */
	void update(UUID domainId, List<DomainRecord> checked, long now) {
		List<StoredKey> keys = of(domainId);
		for (StoredKey key : keys) {
			DomainRecordState state = checked.stream()
				.filter(key::isSubjectOf)
				.findFirst()
				.map(DomainRecord::state)
				.orElse(DomainRecordState.PENDING);
			if (state == DomainRecordState.VERIFIED && key.publishedAt() == null) {
				this.store.update("update sendpost_domain_key set published_at = ? where id = ?",
						List.of(now, parameter(key.id())));
			}
			else if (key.isOutdated(keys, now)) {
				this.store.update("delete from sendpost_domain_key where id = ?", List.of(parameter(key.id())));
			}
			else if (state == DomainRecordState.FAILED && key.publishedAt() != null) {
				this.store.update("update sendpost_domain_key set published_at = null where id = ?",
						List.of(parameter(key.id())));
			}
		}
	}

	SigningKey signing(String domain, StoredKey key) {
		return new SigningKey(key.id(), () -> new DkimKey(domain, key.selector(), key.algorithm(), DkimKeyPair
			.decodePrivateKey(key.algorithm(), this.cipher.decrypt(key.encrypted(), context(key.id())))));
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

	/**
	 * A key that is to be stored.
	 */
	record NewKey(String selector, DkimKeyPair pair) {

	}

}
