package dev.sendpost.webhook.outbound;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Columns;
import dev.sendpost.store.Store;
import dev.sendpost.webhook.outbound.WebhookSubscriber.State;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers in the table {@code sendpost_webhook_subscriber}, with encrypted secrets.
 */
public final class JdbcWebhookSubscribers {

	/** What stands for all sub-accounts: null is never equal to itself in an index. */
	private static final String ALL = "";

	private static final String TABLE = "sendpost_webhook_subscriber";

	private static final String COLUMNS = "id, number, sub_account, name, url, events, form, enabled, secret, "
			+ "previous_secret, previous_until, created_at, changed_at, failures, failing_since, paused_at, reason";

	private static final int MAX_REASON_LENGTH = 500;

	private final Store store;

	private final SecretCipher cipher;

	private final SubscriptionCache cache = new SubscriptionCache(() -> new Subscriptions(list("")));

	/**
	 * Create the storage of subscribers.
	 * @param store where they are kept
	 * @param cipher encrypts their secrets
	 */
	public JdbcWebhookSubscribers(Store store, SecretCipher cipher) {
		this.store = store;
		this.cipher = cipher;
	}

	SubscriptionCache cache() {
		return this.cache;
	}

	SecretCipher cipher() {
		return this.cipher;
	}

	Instant now() {
		return this.store.now();
	}

	/*
	 * In a transaction the change counts from its end.
	 */
	private <T> T changed(T result) {
		Store.afterCommit(this.cache::changed);
		return result;
	}

	StoredSubscriber insert(UUID id, @Nullable String subAccount, WebhookSettings settings, WebhookSecret secret) {
		String encrypted = encrypt(secret, id);
		return changed(this.store.inCallersTransaction(() -> {
			long now = this.store.now().toEpochMilli();
			this.store.update(
					"insert into " + TABLE + " (id, sub_account, name, url, events, form, enabled, secret, "
							+ "created_at, changed_at, failures) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
					List.of(parameter(id), (subAccount != null) ? subAccount : ALL, settings.name(), settings.url(),
							events(settings), settings.form().name(), settings.enabled(), encrypted, now, now));
			return find(id).orElseThrow();
		}));
	}

	/**
	 * Change settings. A subscriber that is enabled anew begins with a clean slate.
	 */
	void update(UUID id, WebhookSettings settings, boolean revived) {
		this.store.inCallersTransaction(
				() -> this.store.update(
						"update " + TABLE + " set name = ?, url = ?, events = ?, form = ?, enabled = ?, changed_at = ?"
								+ (revived ? ", failures = 0, failing_since = null, paused_at = null, reason = null"
										: "")
								+ " where id = ?",
						List.of(settings.name(), settings.url(), events(settings), settings.form().name(),
								settings.enabled(), this.store.now().toEpochMilli(), parameter(id))));
		changed(id);
	}

	void resume(UUID id) {
		this.store.inCallersTransaction(
				() -> this.store.update(
						"update " + TABLE + " set failures = 0, failing_since = null, paused_at = null, reason = null,"
								+ " changed_at = ? where id = ?",
						List.of(this.store.now().toEpochMilli(), parameter(id))));
		changed(id);
	}

	/**
	 * Replace a secret. The one before goes on to count until the given time.
	 */
	void replaceSecret(UUID id, WebhookSecret secret, @Nullable Instant previousUntil) {
		String encrypted = encrypt(secret, id);
		this.store.inCallersTransaction(() -> this.store.update(
				"update " + TABLE + " set previous_secret = " + ((previousUntil != null) ? "secret" : "null")
						+ ", previous_until = ?, secret = ?, changed_at = ? where id = ?",
				Arrays.asList((previousUntil != null) ? previousUntil.toEpochMilli() : null, encrypted,
						this.store.now().toEpochMilli(), parameter(id))));
		changed(id);
	}

	void delete(UUID id) {
		this.store.inCallersTransaction(
				() -> this.store.update("delete from " + TABLE + " where id = ?", List.of(parameter(id))));
		changed(id);
	}

	Optional<StoredSubscriber> find(UUID id) {
		return list("where id = ?", parameter(id)).stream().findFirst();
	}

	Optional<StoredSubscriber> find(long number) {
		return list("where number = ?", number).stream().findFirst();
	}

	/**
	 * The subscribers of a sub-account, or with {@code null} those of the account.
	 */
	List<StoredSubscriber> of(@Nullable String subAccount) {
		return list("where sub_account = ? order by id", (subAccount != null) ? subAccount : ALL);
	}

	List<StoredSubscriber> page(@Nullable String subAccount, @Nullable UUID after, int size) {
		List<Object> values = new ArrayList<>();
		String where = "where 1 = 1";
		if (subAccount != null) {
			where += " and sub_account = ?";
			values.add(subAccount);
		}
		if (after != null) {
			where += " and id > ?";
			values.add(parameter(after));
		}
		return list(where + " order by id limit " + size, values.toArray());
	}

	List<StoredSubscriber> all() {
		return list("order by sub_account, id");
	}

	/**
	 * Note, in the current transaction, that a subscriber took a delivery.
	 */
	void succeeded(UUID id) {
		this.store.update("update " + TABLE + " set failures = 0, failing_since = null where id = ? and failures > 0",
				List.of(parameter(id)));
	}

	/**
	 * Note, in the current transaction, that an attempt failed.
	 * @return the subscriber since
	 */
	Optional<StoredSubscriber> failed(UUID id) {
		this.store.update(
				"update " + TABLE
						+ " set failures = failures + 1, failing_since = coalesce(failing_since, ?) where id = ?",
				List.of(this.store.now().toEpochMilli(), parameter(id)));
		return find(id);
	}

	/**
	 * Pause a subscriber, in the current transaction.
	 * @return whether it was not paused yet
	 */
	boolean pause(UUID id, String reason) {
		long now = this.store.now().toEpochMilli();
		return changed(this.store.update(
				"update " + TABLE + " set paused_at = ?, reason = ?, changed_at = ?"
						+ " where id = ? and paused_at is null and enabled = ?",
				List.of(now, Columns.fitted(reason, MAX_REASON_LENGTH), now, parameter(id), true)) > 0);
	}

	/**
	 * Pause a subscriber unless it is, in the caller's transaction.
	 */
	void pauseOnRequest(UUID id, String reason) {
		this.store.inCallersTransaction(() -> pause(id, reason));
	}

	/**
	 * Disable a subscriber, in the current transaction.
	 * @return whether it was enabled
	 */
	boolean disable(UUID id, String reason) {
		return changed(this.store.update(
				"update " + TABLE + " set enabled = ?, reason = ?, changed_at = ? where id = ? and enabled = ?",
				List.of(false, Columns.fitted(reason, MAX_REASON_LENGTH), this.store.now().toEpochMilli(),
						parameter(id), true)) > 0);
	}

	private List<StoredSubscriber> list(String where, Object... values) {
		return this.store.jdbc().query("select " + COLUMNS + " from " + TABLE + " " + where, this::row, values);
	}

	private StoredSubscriber row(ResultSet row, int number) throws SQLException {
		String subAccount = row.getString("sub_account");
		Set<WebhookEventType> events = Arrays.stream(row.getString("events").split(","))
			.map(WebhookEventType::valueOf)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(WebhookEventType.class)));
		boolean enabled = row.getBoolean("enabled");
		WebhookSettings settings = new WebhookSettings(row.getString("name"), row.getString("url"), events,
				WebhookForm.valueOf(row.getString("form")), enabled);
		State state = !enabled ? State.DISABLED : (time(row, "paused_at") != null) ? State.PAUSED : State.ACTIVE;
		WebhookSubscriber subscriber = new WebhookSubscriber(this.store.platform().requiredUuid(row, "id"),
				row.getLong("number"), subAccount.equals(ALL) ? null : subAccount, settings, state,
				row.getString("reason"), time(row, "failing_since"), time(row, "previous_until"),
				Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("changed_at")));
		return new StoredSubscriber(subscriber, row.getString("secret"), row.getString("previous_secret"),
				row.getInt("failures"));
	}

	private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		long millis = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	private static String events(WebhookSettings settings) {
		return settings.events().stream().sorted().map(Enum::name).collect(Collectors.joining(","));
	}

	private String encrypt(WebhookSecret secret, UUID id) {
		return this.cipher.encrypt(secret.text(), StoredSubscriber.context(id));
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

}
