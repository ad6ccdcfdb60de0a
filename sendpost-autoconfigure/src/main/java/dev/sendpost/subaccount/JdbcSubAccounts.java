package dev.sendpost.subaccount;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import dev.sendpost.subaccount.SubAccount.Block;
import org.jspecify.annotations.Nullable;

/**
 * Sub-accounts in the table {@code sendpost_sub_account}.
 */
public final class JdbcSubAccounts {

	private static final String COLUMNS = "name, id, display_name, labels, sender, route, key_routes, requests_per_minute, "
			+ "messages_per_hour, messages_per_day, max_recipients, max_message_size, block_reason, blocked_at, "
			+ "created_at";

	private static final String SELECT = "select " + COLUMNS + ", removed_at from sendpost_sub_account";

	private static final int MAX_NUMBERS_TRIED = 1000;

	private final Store store;

	/**
	 * Create the storage of sub-accounts.
	 * @param store where they are kept
	 */
	public JdbcSubAccounts(Store store) {
		this.store = store;
	}

	Optional<StoredSubAccount> find(String name) {
		return query(" where name = ?", name).stream().findFirst();
	}

	Optional<StoredSubAccount> find(int id) {
		return query(" where id = ?", id).stream().findFirst();
	}

	/**
	 * All that were not removed.
	 */
	List<SubAccount> all() {
		return query(" where removed_at is null order by name").stream().map(StoredSubAccount::subAccount).toList();
	}

	/**
	 * Those that follow a name, in an order that does not depend on the language of the
	 * database, with some text in lower case in their name, the name for people or a
	 * label.
	 */
	List<SubAccount> page(String text, String after, int size) {
		String name = (this.store.platform() == StorePlatform.POSTGRESQL) ? "name collate \"C\"" : "name";
		String like = "%" + text.replaceAll("[!%_]", "!$0") + "%";
		return query(" where removed_at is null and " + name + " > ? and (name like ? escape '!'"
				+ " or lower(display_name) like ? escape '!' or lower(labels) like ? escape '!') order by " + name
				+ " limit " + size, after, like, like, like)
			.stream()
			.map(StoredSubAccount::subAccount)
			.toList();
	}

	private List<StoredSubAccount> query(String condition, Object... parameters) {
		return this.store.jdbc().query(SELECT + condition, (row, number) -> row(row), parameters);
	}

	/**
	 * Make a sub-account, in the caller's transaction.
	 * @param taken the numbers that others have
	 * @throws AccountManagementException if there is or was one of that name
	 */
	SubAccount insert(String name, SubAccountSettings settings, IntPredicate taken) {
		return this.store.inCallersTransaction(() -> {
			requireUnused(name);
			return insertNumbered(name, settings, taken);
		});
	}

	private SubAccount insertNumbered(String name, SubAccountSettings settings, IntPredicate taken) {
		Instant now = this.store.now();
		int id = SubAccountName.number(name);
		for (int i = 0; i < MAX_NUMBERS_TRIED; i++) {
			SubAccount numbered = new SubAccount(id, name, settings, null, false, now);
			if (!taken.test(id) && insert(numbered)) {
				return numbered;
			}
			if (isThereNow(name)) {
				throw inUse(name);
			}
			id = (id == Integer.MAX_VALUE) ? 1 : id + 1;
		}
		throw new IllegalStateException("No number is free for the sub-account '" + name + "'");
	}

	/*
	 * A lock is asked for, since without one a transaction of MySQL would not see what
	 * another one has inserted meanwhile.
	 */
	private boolean isThereNow(String name) {
		return !query(" where name = ? for update", name).isEmpty();
	}

	private boolean insert(SubAccount subAccount) {
		SubAccountSettings settings = subAccount.settings();
		SubAccountLimits limits = limits(settings);
		return this.store.insertIfAbsent("sendpost_sub_account", COLUMNS, subAccount.name(), subAccount.id(),
				settings.displayName(), joined(settings.labels()), text(settings.from()), settings.route(),
				joined(settings.keyRoutes()), limits.requestsPerMinute(), limits.messagesPerHour(),
				limits.messagesPerDay(), limits.maxRecipients(), limits.maxMessageSize(), null, null,
				Objects.requireNonNull(subAccount.createdAt()).toEpochMilli());
	}

	/*
	 * Mail and keys of a name that was once defined by properties count too: whoever gets
	 * that name would get them.
	 */
	private void requireUnused(String name) {
		if (find(name).isPresent() || exists("sendpost_email", name) || exists("sendpost_api_key", name)) {
			throw inUse(name);
		}
	}

	private boolean exists(String table, String name) {
		return !this.store.jdbc()
			.queryForList("select 1 from " + table + " where sub_account = ? limit 1", Integer.class, name)
			.isEmpty();
	}

	private static AccountManagementException inUse(String name) {
		return new AccountManagementException(Reason.EXISTS, "the name '" + name
				+ "' is or was that of another sub-account, whose mail a new one would get; choose another name");
	}

	/**
	 * Change a sub-account, in the caller's transaction.
	 * @param change gives what it is to be
	 * @return what it is now
	 * @throws AccountManagementException if there is none of that name
	 */
	SubAccount change(String name, UnaryOperator<SubAccount> change) {
		return this.store.inCallersTransaction(() -> {
			if (name.equals(SubAccount.DEFAULT) && find(name).isEmpty()) {
				insert(new SubAccount(SubAccountName.number(name), name, SubAccountSettings.NONE, null, false,
						this.store.now()));
			}
			SubAccount changed = change.apply(locked(name));
			update(changed);
			return changed;
		});
	}

	private SubAccount locked(String name) {
		return query(" where name = ? and removed_at is null for update", name).stream()
			.findFirst()
			.map(StoredSubAccount::subAccount)
			.orElseThrow(() -> SubAccounts.unknown(name));
	}

	private void update(SubAccount changed) {
		SubAccountSettings settings = changed.settings();
		SubAccountLimits limits = limits(settings);
		Block block = changed.block();
		Instant blockedAt = (block != null) ? block.since() : null;
		this.store.jdbc()
			.update("update sendpost_sub_account set display_name = ?, labels = ?, sender = ?, route = ?, key_routes = ?, "
					+ "requests_per_minute = ?, messages_per_hour = ?, messages_per_day = ?, max_recipients = ?, "
					+ "max_message_size = ?, block_reason = ?, blocked_at = ? where name = ?", settings.displayName(),
					joined(settings.labels()), text(settings.from()), settings.route(), joined(settings.keyRoutes()),
					limits.requestsPerMinute(), limits.messagesPerHour(), limits.messagesPerDay(),
					limits.maxRecipients(), limits.maxMessageSize(), (block != null) ? block.reason() : null,
					(blockedAt != null) ? blockedAt.toEpochMilli() : null, changed.name());
	}

	/**
	 * Remove a sub-account with its keys and upstream credentials, in the caller's
	 * transaction.
	 * @throws AccountManagementException if there is none of that name
	 */
	void remove(String name) {
		this.store.inCallersTransaction(() -> {
			locked(name);
			long now = this.store.now().toEpochMilli();
			this.store.jdbc().update("update sendpost_sub_account set removed_at = ? where name = ?", now, name);
			this.store.jdbc()
				.update("update sendpost_api_key set revoked_at = ? where sub_account = ? and revoked_at is null", now,
						name);
			return this.store.jdbc().update("delete from sendpost_upstream_credential where sub_account = ?", name);
		});
	}

	/**
	 * The time that all nodes share.
	 */
	Instant now() {
		return this.store.now();
	}

	private static SubAccountLimits limits(SubAccountSettings settings) {
		SubAccountLimits limits = settings.limits();
		return (limits != null) ? limits : SubAccountLimits.NONE;
	}

	private static @Nullable String text(@Nullable EmailAddress address) {
		return (address != null) ? address.toString() : null;
	}

	private static @Nullable String joined(@Nullable List<String> lines) {
		return (lines != null) ? String.join("\n", lines) : null;
	}

	private static @Nullable List<String> split(@Nullable String lines) {
		if (lines == null) {
			return null;
		}
		return lines.isEmpty() ? List.of() : List.of(lines.split("\n"));
	}

	private static StoredSubAccount row(ResultSet row) throws SQLException {
		String sender = row.getString("sender");
		String labels = row.getString("labels");
		SubAccountLimits limits = new SubAccountLimits(number(row, "requests_per_minute"),
				number(row, "messages_per_hour"), number(row, "messages_per_day"), recipients(row),
				number(row, "max_message_size"));
		SubAccountSettings settings = new SubAccountSettings(row.getString("display_name"),
				labels.isEmpty() ? List.of() : List.of(labels.split("\n")),
				(sender != null) ? EmailAddress.parse(sender) : null, row.getString("route"),
				split(row.getString("key_routes")), limits.equals(SubAccountLimits.NONE) ? null : limits);
		String blockReason = row.getString("block_reason");
		Block block = (blockReason != null) ? new Block(time(row, "blocked_at"), blockReason) : null;
		return new StoredSubAccount(new SubAccount(row.getInt("id"), row.getString("name"), settings, block, false,
				time(row, "created_at")), number(row, "removed_at") != null);
	}

	private static @Nullable Integer recipients(ResultSet row) throws SQLException {
		Long recipients = number(row, "max_recipients");
		return (recipients != null) ? recipients.intValue() : null;
	}

	private static @Nullable Long number(ResultSet row, String column) throws SQLException {
		long number = row.getLong(column);
		return row.wasNull() ? null : number;
	}

	private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		Long millis = number(row, column);
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

}
