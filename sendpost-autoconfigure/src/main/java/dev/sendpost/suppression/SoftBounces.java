package dev.sendpost.suppression;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.Store;

/**
 * Counts the messages to an address that bounced softly, in the table
 * {@code sendpost_soft_bounce}. However often one is reported, it counts once; one that
 * was accepted in the end does not count.
 */
final class SoftBounces {

	private static final int ROWS_AT_ONCE = 500;

	private final Store store;

	private final SuppressionKeys keys;

	private final Duration window;

	SoftBounces(Store store, SuppressionKeys keys, Duration window) {
		this.store = store;
		this.keys = keys;
		this.window = window;
	}

	/**
	 * Note a soft bounce, in the current transaction.
	 * @return how many messages count now, this one among them
	 */
	int add(EmailAddress address, String subAccount, UUID emailId, Instant now) {
		Object key = this.store.platform().parameter(this.keys.key(SuppressionTarget.of(address)));
		this.store.insertIfAbsent("sendpost_soft_bounce", "target_key, sub_account, email_id, occurred_at", key,
				subAccount, this.store.platform().parameter(emailId), now.toEpochMilli());
		Integer count = this.store.jdbc()
			.queryForObject(
					"select count(*) from sendpost_soft_bounce s where s.target_key = ? and s.sub_account = ?"
							+ " and s.occurred_at > ? and not exists (select 1 from sendpost_recipient r"
							+ " where r.email_id = s.email_id and r.mailbox = ? and r.status in ('SENT', 'DELIVERED'))",
					Integer.class, key, subAccount, now.minus(this.window).toEpochMilli(), address.mailbox());
		return (count != null) ? count : 0;
	}

	/**
	 * Begin to count anew for a target and a scope, in the current transaction.
	 */
	void forget(SuppressionTarget target, SuppressionScope scope) {
		this.keys.own(target).forEach((key) -> forget(key, scope));
	}

	/**
	 * Begin to count anew for what is kept under a key, in the current transaction.
	 */
	void forget(UUID key, SuppressionScope scope) {
		this.store.update("delete from sendpost_soft_bounce where target_key = ? and sub_account = ?",
				List.of(this.store.platform().parameter(key), JdbcSuppressions.subAccount(scope)));
	}

	/**
	 * Forget an address, in the current transaction.
	 */
	void forget(EmailAddress address) {
		for (UUID key : this.keys.own(SuppressionTarget.of(address))) {
			this.store.update("delete from sendpost_soft_bounce where target_key = ?",
					List.of(this.store.platform().parameter(key)));
		}
	}

	/**
	 * Delete those that count no more, some at a time.
	 */
	void deleteOld() {
		long before = this.store.now().minus(this.window).toEpochMilli();
		int deleted = ROWS_AT_ONCE;
		while (deleted == ROWS_AT_ONCE && !Thread.currentThread().isInterrupted()) {
			deleted = this.store.inOwnTransaction(() -> {
				List<Object[]> rows = this.store.jdbc()
					.query("select target_key, sub_account, email_id from sendpost_soft_bounce where occurred_at <= ?"
							+ " order by occurred_at limit " + ROWS_AT_ONCE,
							(row, number) -> new Object[] {
									this.store.platform()
										.parameter(this.store.platform().requiredUuid(row, "target_key")),
									row.getString("sub_account"), this.store.platform()
										.parameter(this.store.platform().requiredUuid(row, "email_id")) },
							before);
				this.store.jdbc()
					.batchUpdate("delete from sendpost_soft_bounce where target_key = ? and sub_account = ?"
							+ " and email_id = ?", rows);
				return rows.size();
			});
		}
	}

}
