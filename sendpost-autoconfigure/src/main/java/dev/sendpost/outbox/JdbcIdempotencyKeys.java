package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Which message each idempotency key stands for, in the table
 * {@code sendpost_idempotency}.
 */
final class JdbcIdempotencyKeys {

	private final Store store;

	private final Duration window;

	JdbcIdempotencyKeys(Store store, Duration window) {
		this.store = store;
		this.window = window;
	}

	/**
	 * Take the key of a message for it, in the current transaction.
	 * @return {@code null} if the message is the first under its key; otherwise the id of
	 * the first
	 * @throws InvalidEmailException with the field {@code idempotencyKey} if the first
	 * was another message
	 */
	@Nullable UUID take(NewEmail email, String key, Instant now) {
		String fingerprint = Fingerprint.of(email.original());
		Object id = this.store.platform().parameter(email.id());
		long expiresAt = now.plus(this.window).toEpochMilli();
		boolean taken = this.store.insertIfAbsent("sendpost_idempotency",
				"sub_account, idempotency_key, fingerprint, email_id, expires_at", email.subAccount(), key, fingerprint,
				id, expiresAt)
				|| this.store.jdbc()
					.update("update sendpost_idempotency set fingerprint = ?, email_id = ?, expires_at = ?"
							+ " where sub_account = ? and idempotency_key = ? and expires_at <= ?", fingerprint, id,
							expiresAt, email.subAccount(), key, now.toEpochMilli()) > 0;
		if (taken) {
			return null;
		}
		return this.store.jdbc()
			.queryForObject("select fingerprint, email_id from sendpost_idempotency"
					+ " where sub_account = ? and idempotency_key = ? for update", (row, number) -> {
						if (!fingerprint.equals(row.getString("fingerprint"))) {
							throw new InvalidEmailException("idempotencyKey",
									"%s was used for another e-mail within the last " + this.window, key);
						}
						return this.store.platform().requiredUuid(row, "email_id");
					}, email.subAccount(), key);
	}

}
