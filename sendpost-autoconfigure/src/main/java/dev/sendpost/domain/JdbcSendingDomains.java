package dev.sendpost.domain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.domain.JdbcDomainKeys.NewKey;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Columns;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Domains in the tables {@code sendpost_domain} and {@code sendpost_domain_record}.
 */
final class JdbcSendingDomains {

	private static final Log logger = LogFactory.getLog(JdbcSendingDomains.class);

	/** What stands for all sub-accounts: null is never equal to itself in an index. */
	private static final String SHARED = "";

	private static final String COLUMNS = "id, number, name, sub_account, verified, created_at, checked_at";

	private static final RowInserter RECORDS = new RowInserter("sendpost_domain_record", "domain_id", "kind", "host",
			"expected", "state", "reason");

	private static final int MAX_REASON_LENGTH = 1000;

	private final Store store;

	private final JdbcDomainKeys keys;

	private final RecordsToPublish records;

	JdbcSendingDomains(Store store, SecretCipher cipher, RecordsToPublish records) {
		this.store = store;
		this.keys = new JdbcDomainKeys(store, cipher);
		this.records = records;
	}

	/**
	 * Insert a domain with its keys, as a whole or not at all.
	 * @return whether it was inserted; not if there is one
	 */
	boolean insert(UUID id, String name, @Nullable String subAccount, Map<UUID, NewKey> keys) {
		long now = this.store.now().toEpochMilli();
		return this.store.inCallersTransaction(() -> {
			boolean inserted = this.store.insertIfAbsent("sendpost_domain",
					"id, name, sub_account, verified, created_at, due_at", parameter(id), name,
					(subAccount != null) ? subAccount : SHARED, false, now, now);
			if (inserted) {
				this.keys.insert(id, keys);
			}
			return inserted;
		});
	}

	void insertKeys(UUID id, Map<UUID, NewKey> keys) {
		this.store.inCallersTransaction(() -> {
			this.keys.insert(id, keys);
			return this.store.update("update sendpost_domain set due_at = ? where id = ?",
					List.of(this.store.now().toEpochMilli(), parameter(id)));
		});
	}

	boolean delete(UUID id) {
		return this.store.inCallersTransaction(() -> {
			this.store.update("delete from sendpost_domain_record where domain_id = ?", List.of(parameter(id)));
			this.keys.deleteOf(id);
			return this.store.update("delete from sendpost_domain where id = ?", List.of(parameter(id))) > 0;
		});
	}

	Optional<RegisteredDomain> find(UUID id) {
		return select("where id = ?", parameter(id)).stream().findFirst();
	}

	Optional<RegisteredDomain> find(long number) {
		return select("where number = ?", number).stream().findFirst();
	}

	Optional<RegisteredDomain> find(String name, @Nullable String subAccount) {
		return select("where name = ? and sub_account = ?", name, (subAccount != null) ? subAccount : SHARED).stream()
			.findFirst();
	}

	/**
	 * All domains of these names, whoever they are of.
	 * @param known what was known of them, which goes on to count if the store is away;
	 * {@code null} if nothing was
	 */
	List<RegisteredDomain> named(Collection<String> names, @Nullable List<RegisteredDomain> known) {
		try {
			return select("where name in (" + marks(names.size()) + ")", names.toArray());
		}
		catch (DataAccessException ex) {
			if (known == null) {
				throw ex;
			}
			logger.debug("The sending domains cannot be read; what was known of " + names + " goes on to count", ex);
			return known;
		}
	}

	/**
	 * A page of domains.
	 * @param subAccount the sub-account that may see them, or {@code null} for all
	 * @param after what the page follows, or {@code null}
	 * @param unverified whether only those that are not verified
	 */
	List<RegisteredDomain> page(@Nullable String subAccount, @Nullable UUID after, boolean unverified, int size) {
		StringBuilder where = new StringBuilder("where 1 = 1");
		List<Object> values = new ArrayList<>();
		if (subAccount != null) {
			where.append(" and sub_account in (?, ?)");
			values.add(subAccount);
			values.add(SHARED);
		}
		if (after != null) {
			where.append(" and id > ?");
			values.add(parameter(after));
		}
		if (unverified) {
			where.append(" and verified = ?");
			values.add(false);
		}
		return select(where.append(" order by id limit ").append(size).toString(), values.toArray());
	}

	/**
	 * Count domains.
	 * @param subAccount the sub-account that may see them, or {@code null} for all
	 */
	long count(@Nullable String subAccount) {
		String sql = "select count(*) from sendpost_domain";
		Long count = (subAccount == null) ? this.store.jdbc().queryForObject(sql, Long.class) : this.store.jdbc()
			.queryForObject(sql + " where sub_account in (?, ?)", Long.class, subAccount, SHARED);
		return (count != null) ? count : 0;
	}

	/**
	 * The domains whose check is due. One that was checked in the future was so before
	 * the database's clock was put back.
	 */
	List<UUID> due(int size) {
		long now = this.store.now().toEpochMilli();
		return this.store.jdbc()
			.query("select id from sendpost_domain where due_at <= ? or checked_at > ? order by due_at limit " + size,
					(row, number) -> this.store.platform().requiredUuid(row, "id"), now,
					now + Duration.ofMinutes(1).toMillis());
	}

	void postpone(UUID id, Duration interval) {
		long now = this.store.now().toEpochMilli();
		this.store.inCallersTransaction(() -> this.store.update("update sendpost_domain set due_at = ? where id = ?",
				List.of(now + interval.toMillis(), parameter(id))));
	}

	/**
	 * Record what a check found, in the caller's transaction.
	 * @param checked the records as they were found
	 * @param intervals how long until the next check, by whether the domain is verified
	 * @return whether it was verified before, empty if there is no such domain any more
	 */
	Optional<Boolean> save(UUID id, List<DomainRecord> checked, Map<Boolean, Duration> intervals) {
		return this.store.inCallersTransaction(() -> {
			Optional<Boolean> before = this.store.jdbc()
				.query("select verified from sendpost_domain where id = ? for update",
						(row, number) -> row.getBoolean(1), parameter(id))
				.stream()
				.findFirst();
			before.ifPresent((verified) -> save(id, checked, intervals, this.store.now().toEpochMilli()));
			return before;
		});
	}

	private void save(UUID id, List<DomainRecord> checked, Map<Boolean, Duration> intervals, long now) {
		this.store.update("delete from sendpost_domain_record where domain_id = ?", List.of(parameter(id)));
		RECORDS.insert(this.store,
				checked.stream()
					.map((record) -> new @Nullable Object[] { parameter(id), record.kind().name(), record.host(),
							record.value(), record.state().name(), Columns.fit(record.reason(), MAX_REASON_LENGTH) })
					.toList());
		this.keys.update(id, checked, now);
		// Which key is required follows from which are published.
		List<StoredKey> left = this.keys.of(id);
		boolean verified = checked.stream().noneMatch((record) -> !record.isVerified() && isRequired(record, left));
		Duration interval = intervals.getOrDefault(verified, Duration.ofHours(1));
		this.store.update("update sendpost_domain set verified = ?, checked_at = ?, due_at = ? where id = ?",
				List.of(verified, now, now + interval.toMillis(), parameter(id)));
	}

	private static boolean isRequired(DomainRecord record, List<StoredKey> keys) {
		return (record.kind() != DomainRecordKind.DKIM) ? record.required()
				: keys.stream().anyMatch((key) -> key.isSubjectOf(record) && key.isRequired(keys));
	}

	private List<RegisteredDomain> select(String where, Object... values) {
		List<DomainRow> rows = this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_domain " + where, this::row, values);
		if (rows.isEmpty()) {
			return List.of();
		}
		List<UUID> ids = rows.stream().map(DomainRow::id).toList();
		Map<UUID, List<StoredKey>> keys = this.keys.of(ids);
		Map<UUID, List<FoundRecord>> found = found(ids);
		return rows.stream()
			.map((row) -> registered(row, keys.getOrDefault(row.id(), List.of()),
					found.getOrDefault(row.id(), List.of())))
			.toList();
	}

	private DomainRow row(ResultSet row, int number) throws SQLException {
		String subAccount = row.getString("sub_account");
		long checkedAt = row.getLong("checked_at");
		Instant checked = row.wasNull() ? null : Instant.ofEpochMilli(checkedAt);
		return new DomainRow(this.store.platform().requiredUuid(row, "id"), row.getLong("number"),
				row.getString("name"), SHARED.equals(subAccount) ? null : subAccount, row.getBoolean("verified"),
				Instant.ofEpochMilli(row.getLong("created_at")), checked);
	}

	private Map<UUID, List<FoundRecord>> found(List<UUID> ids) {
		Map<UUID, List<FoundRecord>> found = new HashMap<>();
		this.store.jdbc()
			.query("select domain_id, kind, host, expected, state, reason from sendpost_domain_record"
					+ " where domain_id in (" + marks(ids.size()) + ")", (row) -> {
						found
							.computeIfAbsent(this.store.platform().requiredUuid(row, "domain_id"),
									(absent) -> new ArrayList<>())
							.add(new FoundRecord(row.getString("kind"), row.getString("host"),
									row.getString("expected"), DomainRecordState.valueOf(row.getString("state")),
									row.getString("reason")));
					}, parameters(ids));
		return found;
	}

	private RegisteredDomain registered(DomainRow row, List<StoredKey> keys, List<FoundRecord> found) {
		List<PublishedKey> published = keys.stream()
			.map((key) -> new PublishedKey(key.selector(), key.algorithm(), key.publicKey(), key.isRequired(keys)))
			.toList();
		List<DomainRecord> records = this.records.list(row.name(), published)
			.stream()
			.map((record) -> found.stream()
				.filter((candidate) -> candidate.isAbout(record))
				.findFirst()
				.map((known) -> record.with(known.state(), known.reason()))
				.orElse(record))
			.toList();
		List<SigningKey> signing = new ArrayList<>();
		for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
			StoredKey.signing(keys, algorithm).ifPresent((key) -> signing.add(this.keys.signing(row.name(), key)));
		}
		return new RegisteredDomain(new SendingDomain(row.id(), row.number(), row.name(), row.subAccount(), false,
				row.verified(), records, row.createdAt(), row.checkedAt()), published, signing);
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

	private Object[] parameters(List<UUID> ids) {
		return ids.stream().map(this::parameter).toArray();
	}

	private static String marks(int count) {
		return String.join(", ", Collections.nCopies(count, "?"));
	}

	private record DomainRow(UUID id, long number, String name, @Nullable String subAccount, boolean verified,
			Instant createdAt, @Nullable Instant checkedAt) {

	}

	private record FoundRecord(String kind, String host, String expected, DomainRecordState state,
			@Nullable String reason) {

		/**
		 * A record that is expected to hold something else by now was not looked for yet.
		 */
		boolean isAbout(DomainRecord record) {
			return this.kind.equals(record.kind().name()) && this.host.equals(record.host())
					&& this.expected.equals(record.value());
		}

	}

}
