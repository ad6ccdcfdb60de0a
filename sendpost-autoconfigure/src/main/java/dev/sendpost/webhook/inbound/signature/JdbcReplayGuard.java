package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.store.Store;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remembers webhooks in the database, so that one that came is known to all nodes, and
 * after a restart.
 */
public final class JdbcReplayGuard implements ReplayGuard {

	/**
	 * MySQL and MariaDB find a deadlock where several copies wait for one whose
	 * transaction is rolled back. In a transaction of the caller nothing can be repeated.
	 */
	private static final int ATTEMPTS = 5;

	private static final String KEY = " where source = ? and key_hash = ?";

	private final Store store;

	/**
	 * What this node processed and committed. What others did is not in it, since they
	 * may release it.
	 */
	private final LocalReplayGuard committed;

	/**
	 * Create a guard.
	 * @param store where webhooks are remembered
	 * @param clock tells the time
	 */
	public JdbcReplayGuard(Store store, Clock clock) {
		this.store = store;
		this.committed = new LocalReplayGuard(clock, Ticker.systemTicker());
	}

	@Override
	public ClaimResult claim(String source, Collection<String> keys, Instant until) {
		if (this.committed.knows(source, keys)) {
			return ClaimResult.PROCESSED;
		}
		int attempts = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : ATTEMPTS;
		return repeated(attempts, () -> this.store.inCallersTransaction(() -> {
			ClaimResult result = insert(source, keys, true, until);
			if (result == ClaimResult.CLAIMED) {
				Store.afterCommit(() -> this.committed.claim(source, keys, until));
			}
			return result;
		}));
	}

	@Override
	public ClaimResult begin(String source, Collection<String> keys, Instant expiry) {
		if (this.committed.knows(source, keys)) {
			return ClaimResult.PROCESSED;
		}
		return repeated(ATTEMPTS, () -> this.store.inOwnTransaction(() -> insert(source, keys, false, expiry)));
	}

	private static ClaimResult repeated(int attempts, Supplier<ClaimResult> action) {
		int left = attempts;
		while (true) {
			try {
				return action.get();
			}
			catch (PessimisticLockingFailureException ex) {
				if (--left == 0) {
					throw ex;
				}
			}
		}
	}

	/*
	 * Sorted, so that nobody waits for somebody who waits for him.
	 */
	private ClaimResult insert(String source, Collection<String> keys, boolean processed, Instant until) {
		List<byte[]> inserted = new ArrayList<>();
		for (String key : new TreeSet<>(keys)) {
			byte[] hash = hash(key);
			ClaimResult result = insert(source, hash, processed, until.toEpochMilli());
			if (result != ClaimResult.CLAIMED) {
				inserted.forEach((other) -> delete(source, other));
				return result;
			}
			inserted.add(hash);
		}
		return ClaimResult.CLAIMED;
	}

	private ClaimResult insert(String source, byte[] hash, boolean processed, long until) {
		for (int i = 0; i < ATTEMPTS; i++) {
			if (this.store.insertIfAbsent("sendpost_webhook_claim", "source, key_hash, processed, expires_at", source,
					hash, processed, until)) {
				return ClaimResult.CLAIMED;
			}
			List<Row> found = find(source, hash);
			if (!found.isEmpty()) {
				return found.get(0).processed() ? ClaimResult.PROCESSED
						: takeOver(source, hash, found.get(0), processed, until);
			}
		}
		return ClaimResult.IN_PROGRESS;
	}

	/*
	 * MySQL and MariaDB show the row as it was when the transaction began, which may be
	 * before it was there, unless it is locked. They have locked it so since they refused
	 * the other.
	 */
	private List<Row> find(String source, byte[] hash) {
		String lock = this.store.platform().isMySqlFamily() ? " lock in share mode" : "";
		return this.store.jdbc()
			.query("select processed, expires_at from sendpost_webhook_claim" + KEY + lock,
					(row, number) -> new Row(row.getBoolean("processed"), row.getLong("expires_at")), source, hash);
	}

	private ClaimResult takeOver(String source, byte[] hash, Row row, boolean processed, long until) {
		if (row.expiresAt() > this.store.now().toEpochMilli()) {
			return ClaimResult.IN_PROGRESS;
		}
		boolean taken = this.store.update(
				"update sendpost_webhook_claim set processed = ?, expires_at = ?" + KEY
						+ " and processed = ? and expires_at = ?",
				List.of(processed, until, source, hash, false, row.expiresAt())) > 0;
		return taken ? ClaimResult.CLAIMED : ClaimResult.IN_PROGRESS;
	}

	@Override
	public void finish(String source, Collection<String> keys, Instant until) {
		this.store.inOwnTransaction(() -> {
			for (String key : new TreeSet<>(keys)) {
				finish(source, hash(key), until.toEpochMilli());
			}
			return true;
		});
		this.committed.finish(source, keys, until);
	}

	/*
	 * Its claim may have expired and be forgotten.
	 */
	private void finish(String source, byte[] hash, long until) {
		int updated = this.store.update("update sendpost_webhook_claim set processed = ?, expires_at = ?" + KEY,
				List.of(true, until, source, hash));
		if (updated == 0) {
			insert(source, hash, true, until);
		}
	}

	@Override
	public void release(String source, Collection<String> keys) {
		this.committed.release(source, keys);
		this.store.inCallersTransaction(() -> {
			new TreeSet<>(keys).forEach((key) -> delete(source, hash(key)));
			return true;
		});
	}

	private void delete(String source, byte[] hash) {
		this.store.update("delete from sendpost_webhook_claim" + KEY, List.of(source, hash));
	}

	@Override
	public void abandon(String source, Collection<String> keys, Instant expiry) {
		this.store.inOwnTransaction(() -> {
			for (String key : new TreeSet<>(keys)) {
				this.store.update("delete from sendpost_webhook_claim" + KEY + " and processed = ? and expires_at = ?",
						List.of(source, hash(key), false, expiry.toEpochMilli()));
			}
			return true;
		});
	}

	/**
	 * Forget what need not be remembered any longer.
	 */
	public void forgetExpired() {
		long now = this.store.now().toEpochMilli();
		this.store.inOwnTransaction(
				() -> this.store.update("delete from sendpost_webhook_claim where expires_at <= ?", List.of(now)));
	}

	private static byte[] hash(String key) {
		return HexFormat.of().parseHex(PublicKeys.digest(key.getBytes(StandardCharsets.UTF_8)));
	}

	private record Row(boolean processed, long expiresAt) {

	}

}
