package dev.sendpost.suppression;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Reads the table {@code sendpost_suppression}.
 */
final class JdbcSuppressions {

	/** The sub-account of an entry for the whole account. */
	static final String WHOLE_ACCOUNT = "";

	private static final String COLUMNS = "target_key, sub_account, reason, id, target, smtp_error, created_at, "
			+ "created_by, expires_at";

	private static final String FIND = "select " + COLUMNS + " from sendpost_suppression where target_key ";

	/** Of how many keys a statement is, so that drivers find it prepared. */
	private static final int[] SIZES = { 4, 16, 128, 1024 };

	private final Store store;

	JdbcSuppressions(Store store) {
		this.store = store;
	}

	/**
	 * The entries under keys that concern a sub-account now.
	 * @throws PolicyUnavailableException if the database does not answer
	 */
	List<StoredSuppression> find(Collection<UUID> keys, String subAccount) {
		try {
			long now = this.store.now().toEpochMilli();
			return query(keys, " and sub_account in ('', ?) and (expires_at is null or expires_at > ?)", subAccount,
					now);
		}
		catch (DataAccessException ex) {
			throw new PolicyUnavailableException("it cannot be looked up who must not get mail: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * All entries under keys, of all scopes, also those that have ended.
	 */
	List<StoredSuppression> findAll(Collection<UUID> keys) {
		return query(keys, "");
	}

	/**
	 * The one entry, as it is now and stays until the current transaction ends, after an
	 * insert that found it there. On MySQL and MariaDB such an insert holds a shared
	 * lock: two transactions that hold it would wait for each other for more.
	 */
	Optional<StoredSuppression> lock(UUID key, String subAccount, SuppressionReason reason) {
		return lock(key, subAccount, reason,
				this.store.platform().isMySqlFamily() ? " lock in share mode" : " for update");
	}

	/**
	 * The one entry, as it is now and stays until the current transaction changes it or
	 * ends.
	 */
	Optional<StoredSuppression> lockForUpdate(UUID key, String subAccount, SuppressionReason reason) {
		return lock(key, subAccount, reason, " for update");
	}

	private Optional<StoredSuppression> lock(UUID key, String subAccount, SuppressionReason reason, String lock) {
		return this.store.jdbc()
			.query(FIND + "= ? and sub_account = ? and reason = ?" + lock, this::row,
					this.store.platform().parameter(key), subAccount, reason.number())
			.stream()
			.findFirst();
	}

	private List<StoredSuppression> query(Collection<UUID> keys, String condition, Object... values) {
		List<StoredSuppression> found = new ArrayList<>();
		List<UUID> distinct = keys.stream().distinct().toList();
		int largest = SIZES[SIZES.length - 1];
		for (int from = 0; from < distinct.size(); from += largest) {
			List<UUID> some = distinct.subList(from, Math.min(distinct.size(), from + largest));
			List<Object> parameters = new ArrayList<>();
			String sql = FIND + among(some, parameters) + condition;
			Collections.addAll(parameters, values);
			found.addAll(this.store.jdbc().query(sql, this::row, parameters.toArray()));
		}
		return found;
	}

	private String among(List<UUID> keys, List<Object> parameters) {
		if (this.store.platform() == StorePlatform.POSTGRESQL) {
			// One statement, planned once, however many keys there are.
			parameters.add("{" + String.join(",", keys.stream().map(UUID::toString).toList()) + "}");
			return "= any (cast(? as uuid[]))";
		}
		int size = SIZES[0];
		for (int i = 1; size < keys.size(); i++) {
			size = SIZES[i];
		}
		for (int i = 0; i < size; i++) {
			parameters.add(this.store.platform().parameter(keys.get(Math.min(i, keys.size() - 1))));
		}
		return "in (" + String.join(", ", Collections.nCopies(size, "?")) + ")";
	}

	private StoredSuppression row(ResultSet row, int number) throws SQLException {
		String target = row.getString("target");
		String subAccount = row.getString("sub_account");
		long expiresAt = row.getLong("expires_at");
		Instant expiry = row.wasNull() ? null : Instant.ofEpochMilli(expiresAt);
		return new StoredSuppression(this.store.platform().requiredUuid(row, "target_key"),
				new Suppression(row.getLong("id"), (target != null) ? SuppressionTarget.stored(target) : null,
						SuppressionReason.of(row.getInt("reason")),
						subAccount.equals(WHOLE_ACCOUNT) ? SuppressionScope.account()
								: SuppressionScope.subAccount(subAccount),
						row.getString("smtp_error"), Instant.ofEpochMilli(row.getLong("created_at")), expiry,
						row.getString("created_by")));
	}

	/**
	 * One page, newest first.
	 */
	SuppressionPage search(SuppressionSearch search) {
		StringBuilder sql = new StringBuilder("select " + COLUMNS + " from sendpost_suppression where 1 = 1");
		List<Object> parameters = conditions(search, sql);
		if (search.after() != null) {
			sql.append(" and id < ?");
			parameters.add(search.after());
		}
		Long unexamined = firstUnexamined(search);
		if (unexamined != null) {
			sql.append(" and id > ?");
			parameters.add(unexamined);
		}
		sql.append(order(search, " desc")).append(" limit ").append(search.size() + 1);
		List<Suppression> found = this.store.jdbc()
			.query(sql.toString(), this::row, parameters.toArray())
			.stream()
			.map(StoredSuppression::suppression)
			.toList();
		boolean more = found.size() > search.size();
		if (!more) {
			return new SuppressionPage(found, (unexamined != null) ? unexamined + 1 : null);
		}
		List<Suppression> page = found.subList(0, search.size());
		return new SuppressionPage(page, page.get(page.size() - 1).id());
	}

	/**
	 * The newest entry that is not looked at for a page, or {@code null} if all are.
	 */
	private @Nullable Long firstUnexamined(SuppressionSearch search) {
		if (search.examined() == null || isAnsweredByAnIndex(search)) {
			return null;
		}
		StringBuilder sql = new StringBuilder("select id from sendpost_suppression where 1 = 1");
		List<Object> parameters = new ArrayList<>();
		ofScope(search, sql, parameters);
		if (search.after() != null) {
			sql.append(" and id < ?");
			parameters.add(search.after());
		}
		sql.append(order(search, " desc")).append(" limit 1 offset ").append(search.examined());
		return this.store.jdbc()
			.queryForList(sql.toString(), Long.class, parameters.toArray())
			.stream()
			.findFirst()
			.orElse(null);
	}

	private static boolean isAnsweredByAnIndex(SuppressionSearch search) {
		return search.reason() == null && search.containing() == null && search.from() == null
				&& search.until() == null;
	}

	/**
	 * The entry with an id.
	 */
	Optional<StoredSuppression> find(long id) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_suppression where id = ?", this::row, id)
			.stream()
			.findFirst();
	}

	/**
	 * Entries that match a search, oldest first, after an id.
	 */
	List<StoredSuppression> ascending(SuppressionSearch search, long after, int limit) {
		StringBuilder sql = new StringBuilder("select " + COLUMNS + " from sendpost_suppression where id > ?");
		List<Object> parameters = new ArrayList<>(List.of(after));
		parameters.addAll(conditions(search, sql));
		sql.append(order(search, "")).append(" limit ").append(limit);
		return this.store.jdbc().query(sql.toString(), this::row, parameters.toArray());
	}

	/**
	 * The entries of one scope, from the index that has them together. Written as an
	 * interval, and in the order of that index: given one value, PostgreSQL may go
	 * through all entries by id to find those of a scope that has none.
	 */
	private static void ofScope(SuppressionSearch search, StringBuilder sql, List<Object> parameters) {
		if (search.scope() != null) {
			sql.append(" and sub_account between ? and ?");
			Collections.addAll(parameters, subAccount(search.scope()), subAccount(search.scope()));
		}
	}

	private static String order(SuppressionSearch search, String direction) {
		return " order by " + ((search.scope() != null) ? "sub_account" + direction + ", " : "") + "id" + direction;
	}

	private static List<Object> conditions(SuppressionSearch search, StringBuilder sql) {
		List<Object> parameters = new ArrayList<>();
		ofScope(search, sql, parameters);
		if (search.reason() != null) {
			sql.append(" and reason = ?");
			parameters.add(search.reason().number());
		}
		if (search.containing() != null) {
			sql.append(" and target like ? escape '!'");
			parameters.add("%" + search.containing().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
		}
		if (search.from() != null) {
			sql.append(" and created_at >= ?");
			parameters.add(search.from().toEpochMilli());
		}
		if (search.until() != null) {
			sql.append(" and created_at < ?");
			parameters.add(search.until().toEpochMilli());
		}
		return parameters;
	}

	static String subAccount(SuppressionScope scope) {
		return Objects.requireNonNullElse(scope.subAccount(), WHOLE_ACCOUNT);
	}

	/**
	 * How many entries there are.
	 */
	long count() {
		return number("select count(*) from sendpost_suppression");
	}

	/**
	 * The greatest id, or 0 if there is no entry.
	 */
	long lastId() {
		return number("select coalesce(max(id), 0) from sendpost_suppression");
	}

	private long number(String sql) {
		Long number = this.store.jdbc().queryForObject(sql, Long.class);
		return (number != null) ? number : 0;
	}

	/**
	 * Keys in their order, after one.
	 */
	List<UUID> keysAfter(@Nullable UUID key, int limit) {
		String order = " order by target_key limit " + limit;
		if (key == null) {
			return this.store.jdbc()
				.query("select target_key from sendpost_suppression" + order, (row, number) -> key(row));
		}
		return this.store.jdbc()
			.query("select target_key from sendpost_suppression where target_key > ?" + order,
					(row, number) -> key(row), this.store.platform().parameter(key));
	}

	/**
	 * Keys of entries with greater ids, oldest first.
	 */
	List<NumberedKey> keysSince(long id, int limit) {
		return this.store.jdbc()
			.query("select id, target_key from sendpost_suppression where id > ? order by id limit " + limit,
					(row, number) -> new NumberedKey(row.getLong("id"), key(row)), id);
	}

	private UUID key(ResultSet row) throws SQLException {
		return this.store.platform().requiredUuid(row, "target_key");
	}

	/**
	 * The key of an entry, and its id.
	 */
	record NumberedKey(long id, UUID key) {

	}

}
