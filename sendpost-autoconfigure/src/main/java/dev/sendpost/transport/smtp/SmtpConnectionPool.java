package dev.sendpost.transport.smtp;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The open connections to one server: so many at most, checked before reuse, closed when
 * idle. The one used last is reused first, so that those not needed become idle.
 */
final class SmtpConnectionPool implements AutoCloseable {

	/**
	 * A connection that rested longer is asked whether it still lives. One that rested
	 * less is not, as that would cost a round trip for each message; if it died all the
	 * same, the conversation finds out before anything is sent.
	 */
	private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

	private final SmtpConnector connector;

	private final SmtpSettings.Pool settings;

	private final Semaphore permits;

	private final Deque<SmtpConnection> idle = new ConcurrentLinkedDeque<>();

	private final Future<?> cleaning;

	private volatile boolean closed;

	private volatile long lastUsed = System.nanoTime();

	SmtpConnectionPool(SmtpConnector connector, SmtpSettings.Pool settings) {
		this.connector = connector;
		this.settings = settings;
		this.permits = new Semaphore(settings.maxConnections());
		long interval = Math.max(settings.idleTimeout().toMillis() / 2, 1);
		this.cleaning = connector.timer()
			.scheduleWithFixedDelay(this::closeIdle, interval, interval, TimeUnit.MILLISECONDS);
	}

	/**
	 * Opens its connections.
	 */
	SmtpConnector connector() {
		return this.connector;
	}

	/**
	 * Whether no connection is in use.
	 */
	boolean isUnused() {
		return this.permits.availablePermits() == this.settings.maxConnections();
	}

	/**
	 * When a connection was last asked for, as {@link System#nanoTime()} tells the time.
	 */
	long lastUsed() {
		return this.lastUsed;
	}

	/**
	 * Take a connection, open one or wait for one.
	 * @throws TransportException if the server cannot be reached, or no connection became
	 * free in time
	 */
	SmtpConnection take() {
		this.lastUsed = System.nanoTime();
		acquirePermit();
		try {
			SmtpConnection connection = takeIdle();
			return (connection != null) ? connection : this.connector.connect();
		}
		catch (RuntimeException | Error ex) {
			this.permits.release();
			throw ex;
		}
	}

	private @Nullable SmtpConnection takeIdle() {
		for (SmtpConnection connection = this.idle.pollFirst(); connection != null; connection = this.idle
			.pollFirst()) {
			if (connection.restedFor().compareTo(TRUSTED_FOR) < 0 || connection.isConnected()) {
				return connection;
			}
			this.connector.disconnect(connection);
		}
		return null;
	}

	private void acquirePermit() {
		try {
			if (!this.permits.tryAcquire(this.settings.maxWait().toMillis(), TimeUnit.MILLISECONDS)) {
				throw new TransportException(Kind.DEFERRED, this.connector.describe() + " is busy: none of its "
						+ this.settings.maxConnections() + " connections became free within " + this.settings.maxWait(),
						null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TransportException(Kind.DEFERRED,
					this.connector.describe() + " was not asked: interrupted while waiting for a connection", ex);
		}
	}

	/**
	 * Give a connection back that may be used again.
	 */
	void giveBack(SmtpConnection connection) {
		connection.rest();
		this.idle.addFirst(connection);
		this.permits.release();
		if (this.closed) {
			clear();
		}
	}

	/**
	 * Close a connection that may not be used again.
	 */
	void discard(SmtpConnection connection) {
		this.connector.disconnect(connection);
		this.permits.release();
	}

	/**
	 * Close all connections that are not in use.
	 */
	void clear() {
		for (SmtpConnection connection = this.idle.pollFirst(); connection != null; connection = this.idle
			.pollFirst()) {
			this.connector.disconnect(connection);
		}
	}

	private void closeIdle() {
		for (SmtpConnection connection = this.idle.peekLast(); connection != null
				&& connection.restedFor().compareTo(this.settings.idleTimeout()) >= 0; connection = this.idle
					.peekLast()) {
			if (this.idle.removeLastOccurrence(connection)) {
				this.connector.disconnect(connection);
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.cleaning.cancel(false);
		clear();
	}

}
