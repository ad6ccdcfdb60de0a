package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

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

	private final Store store;

	/**
	 * What this node claimed and committed. What others claimed is not in it, since they
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
	public boolean claim(String source, String key, Instant until) {
		if (this.committed.knows(source, key)) {
			return false;
		}
		int attempts = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : ATTEMPTS;
		while (true) {
			try {
				return this.store.inCallersTransaction(() -> insert(source, key, until));
			}
			catch (PessimisticLockingFailureException ex) {
				if (--attempts == 0) {
					throw ex;
				}
			}
		}
	}

	private boolean insert(String source, String key, Instant until) {
		boolean inserted = this.store.insertIfAbsent("sendpost_webhook_claim", "source, key_hash, expires_at", source,
				hash(key), until.toEpochMilli());
		if (inserted) {
			Store.afterCommit(() -> this.committed.claim(source, key, until));
		}
		return inserted;
	}

	@Override
	public void release(String source, String key) {
		this.committed.release(source, key);
		this.store.executeInCallersTransaction("delete from sendpost_webhook_claim where source = ? and key_hash = ?",
				List.of(source, hash(key)));
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

}
