package dev.sendpost.relay;

import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * The sessions of SubEthaSMTP with their connections, and the commands that they are
 * executing.
 */
final class RelaySessions implements SessionHandler {

	private final Map<Session, RelayConnection> connections = new ConcurrentHashMap<>();

	private final Function<Socket, RelaySocket> sockets;

	private final Duration idle;

	/** Its parties are the commands that are being executed. */
	private final Phaser executing = new Phaser(1);

	private volatile boolean stopping;

	RelaySessions(Function<Socket, RelaySocket> sockets, Duration idle) {
		this.sockets = sockets;
		this.idle = idle;
	}

	@Override
	public SessionAcceptance accept(Session session) {
		this.connections.put(session, new RelayConnection(this.sockets.apply(session.getSocket())));
		return SessionAcceptance.success();
	}

	@Override
	public void onSessionEnd(Session session) {
		this.connections.remove(session);
	}

	RelayConnection connection(Session session) {
		RelayConnection connection = this.connections.get(session);
		if (connection == null) {
			throw new IllegalStateException("The session has ended");
		}
		return connection;
	}

	void begin(RelayConnection connection) {
		this.executing.register();
	}

	void end(RelayConnection connection) {
		this.executing.arriveAndDeregister();
		if (connection.key != null) {
			connection.socket().expireAfter(this.idle);
		}
	}

	boolean isStopping() {
		return this.stopping;
	}

	/**
	 * Refuse further commands, and wait for those that are being executed.
	 */
	void stop(Duration patience) {
		this.stopping = true;
		try {
			this.executing.awaitAdvanceInterruptibly(this.executing.arrive(), patience.toMillis(),
					TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException ex) {
			// Those that are left are cut off; their clients will try again.
		}
	}

}
