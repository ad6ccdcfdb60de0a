package dev.sendpost.subaccount;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.store.RowUpdater;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the table {@code sendpost_api_key}, by their hashes.
 */
public final class JdbcApiKeys {

	private static final String SELECT = "select id, hash, hint, style, name, sub_account, scope, test, created_at, "
			+ "expires_at, revoked_at, last_used_at, replaced_by from sendpost_api_key";

	private static final RowUpdater LAST_USE = new RowUpdater("sendpost_api_key", List.of("last_used_at bigint"),
			List.of("id uuid"), "", "");

	private final Store store;

	/**
	 * Create the storage of keys.
	 * @param store where they are kept
	 */
	public JdbcApiKeys(Store store) {
		this.store = store;
	}

	Optional<StoredApiKey> find(long lookup) {
		return query(" where lookup = ?", lookup).stream().findFirst();
	}

	Optional<StoredApiKey> find(UUID id) {
		return query(" where id = ?", this.store.platform().parameter(id)).stream().findFirst();
	}

	/**
	 * The key, which nobody else changes until the current transaction ends.
	 */
	Optional<StoredApiKey> lock(UUID id) {
		return query(" where id = ? for update", this.store.platform().parameter(id)).stream().findFirst();
	}

	/**
	 * All keys, or those of a sub-account, the newest first.
	 */
	List<StoredApiKey> list(@Nullable String subAccount) {
		return (subAccount != null) ? query(" where sub_account = ? order by id desc", subAccount)
				: query(" order by id desc");
	}

	/**
	 * Some keys, or some of those of a sub-account, the newest first, after one.
	 */
	List<StoredApiKey> list(@Nullable String subAccount, @Nullable UUID after, int limit) {
		List<Object> parameters = new ArrayList<>();
		StringBuilder condition = new StringBuilder(" where 1 = 1");
		if (subAccount != null) {
			condition.append(" and sub_account = ?");
			parameters.add(subAccount);
		}
		if (after != null) {
			condition.append(" and id < ?");
			parameters.add(this.store.platform().parameter(after));
		}
		return query(condition.append(" order by id desc limit ").append(limit).toString(), parameters.toArray());
	}

	private List<StoredApiKey> query(String condition, Object... parameters) {
		return this.store.jdbc().query(SELECT + condition, (row, number) -> row(row), parameters);
	}

	void insert(StoredApiKey key) {
		ApiKeyDetails details = key.details();
		this.store.update(
				"insert into sendpost_api_key (id, lookup, hash, hint, style, name, sub_account, scope, test, "
						+ "created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				Arrays.asList(this.store.platform().parameter(key.key().id()), ApiKeyText.lookup(key.hash()),
						HexFormat.of().formatHex(key.hash()), details.hint(), details.style().name(), key.key().name(),
						key.key().subAccount(), key.key().scope().name(), key.key().test(), millis(details.createdAt()),
						millis(key.key().expiresAt())));
	}

	/**
	 * Let another key take the place of one.
	 */
	void replace(UUID id, UUID replacement, Instant expiresAt) {
		this.store.jdbc()
			.update("update sendpost_api_key set replaced_by = ?, expires_at = ? where id = ?",
					this.store.platform().parameter(replacement), expiresAt.toEpochMilli(),
					this.store.platform().parameter(id));
	}

	void revoke(UUID id) {
		this.store.jdbc()
			.update("update sendpost_api_key set revoked_at = ? where id = ? and revoked_at is null",
					this.store.now().toEpochMilli(), this.store.platform().parameter(id));
	}

	void used(Map<UUID, Instant> uses) {
		this.store.inOwnTransaction(() -> {
			LAST_USE.update(this.store,
					uses.entrySet()
						.stream()
						.sorted(Map.Entry.comparingByKey())
						.map((use) -> new @Nullable Object[] { use.getValue().toEpochMilli(),
								this.store.platform().parameter(use.getKey()) })
						.toList());
			return null;
		});
	}

	/**
	 * Where several statements become one transaction.
	 */
	Store store() {
		return this.store;
	}

	private StoredApiKey row(ResultSet row) throws SQLException {
		ApiKey key = new ApiKey(this.store.platform().requiredUuid(row, "id"), row.getString("name"),
				row.getString("sub_account"), ApiKeyScope.valueOf(row.getString("scope")), row.getBoolean("test"),
				time(row, "expires_at"));
		ApiKeyDetails details = new ApiKeyDetails(key, row.getString("hint"),
				ApiKeyStyle.valueOf(row.getString("style")), time(row, "created_at"), time(row, "revoked_at"),
				time(row, "last_used_at"), this.store.platform().uuid(row, "replaced_by"), false);
		return new StoredApiKey(details, HexFormat.of().parseHex(row.getString("hash")));
	}

	private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		long millis = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	private static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

}
