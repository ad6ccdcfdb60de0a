package dev.sendpost.transport.smtp;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sendpost.transport.TransportCredentials.Credentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;

/**
 * The connections of sub-accounts that log in by credentials of their own: a pool for
 * each, used for nobody else's mail, and only for as long as the credentials are these.
 */
final class SubAccountConnections implements AutoCloseable {

	/** How many sub-accounts have a pool at a time. */
	static final int MAX_POOLS = 100;

	private final SmtpConnector connector;

	private final SmtpSettings.Pool settings;

	private final Map<String, Pool> pools = new ConcurrentHashMap<>();

	private boolean closed;

	SubAccountConnections(SmtpConnector connector, SmtpSettings.Pool settings) {
		this.connector = connector;
		this.settings = settings;
	}

	/**
	 * The connections that log in by certain credentials.
	 * @throws TransportException if there can be none now
	 */
	SmtpConnectionPool of(String subAccount, Credentials credentials) {
		Pool pool = this.pools.get(subAccount);
		return (pool != null && pool.credentials().equals(credentials)) ? pool.connections()
				: create(subAccount, credentials);
	}

	private synchronized SmtpConnectionPool create(String subAccount, Credentials credentials) {
		if (this.closed) {
			throw new TransportException(Kind.DEFERRED, this.connector.describe() + " is not asked: it is closed",
					null);
		}
		Pool existing = this.pools.get(subAccount);
		if (existing != null && existing.credentials().equals(credentials)) {
			return existing.connections();
		}
		SmtpConnector own = this.connector.of(subAccount, credentials);
		if (existing == null) {
			makeRoom();
		}
		else {
			existing.connections().close();
		}
		SmtpConnectionPool connections = new SmtpConnectionPool(own, this.settings);
		this.pools.put(subAccount, new Pool(credentials, connections));
		return connections;
	}

	private void makeRoom() {
		if (this.pools.size() < MAX_POOLS) {
			return;
		}
		long now = System.nanoTime();
		Map.Entry<String, Pool> oldest = this.pools.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().connections().isUnused())
			.max(Comparator.comparingLong((entry) -> now - entry.getValue().connections().lastUsed()))
			.orElseThrow(() -> new TransportException(Kind.DEFERRED, this.connector.describe()
					+ " is busy with mail of " + MAX_POOLS + " sub-accounts that have credentials of their own", null));
		this.pools.remove(oldest.getKey());
		oldest.getValue().connections().close();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.pools.values().forEach((pool) -> pool.connections().close());
		this.pools.clear();
	}

	/**
	 * A pool.
	 *
	 * @param credentials by what its connections are let in
	 * @param connections the connections
	 */
	private record Pool(Credentials credentials, SmtpConnectionPool connections) {

	}

}
