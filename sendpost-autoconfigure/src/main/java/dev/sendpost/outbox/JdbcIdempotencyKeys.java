package dev.sendpost.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * Which message each idempotency key stands for, in the table
 * {@code sendpost_idempotency}.
 */
final class JdbcIdempotencyKeys {

	private static final int MAX_ATTEMPTS = 5;

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
		Entry entry = insertOrRead(email, key, fingerprint, expiresAt);
		if (entry.emailId().equals(email.id())) {
			return null;
		}
		if (entry.expiresAt() <= now.toEpochMilli()) {
			this.store.jdbc()
				.update("update sendpost_idempotency set fingerprint = ?, email_id = ?, expires_at = ?"
						+ " where sub_account = ? and idempotency_key = ?", fingerprint, id, expiresAt,
						email.ownerOfKey(), key);
			return null;
		}
		if (!entry.fingerprint().equals(fingerprint)) {
			throw new InvalidEmailException("idempotencyKey",
					"%s was used for another e-mail within the last " + this.window, key);
		}
		return entry.emailId();
	}

	/**
	 * The entry of a key, which is a new one unless it was there. An expired one may be
	 * deleted at the moment it is found.
	 */
	private Entry insertOrRead(NewEmail email, String key, String fingerprint, long expiresAt) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			this.store.insertOrLock("sendpost_idempotency",
					"sub_account, idempotency_key, fingerprint, email_id, expires_at", email.ownerOfKey(), key,
					fingerprint, this.store.platform().parameter(email.id()), expiresAt);
			List<Entry> found = this.store.jdbc()
				.query("select fingerprint, email_id, expires_at from sendpost_idempotency"
						+ " where sub_account = ? and idempotency_key = ? for update", this::entry, email.ownerOfKey(),
						key);
			if (!found.isEmpty()) {
				return found.get(0);
			}
		}
		throw new ConcurrencyFailureException("The idempotency key '" + key + "' comes and goes");
	}

	private Entry entry(ResultSet row, int number) throws SQLException {
		return new Entry(row.getString("fingerprint"), this.store.platform().requiredUuid(row, "email_id"),
				row.getLong("expires_at"));
	}

	/**
	 * What is known of a key.
	 */
	private record Entry(String fingerprint, UUID emailId, long expiresAt) {

	}

}
