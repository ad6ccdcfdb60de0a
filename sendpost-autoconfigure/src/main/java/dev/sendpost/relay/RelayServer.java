package dev.sendpost.relay;

import java.io.IOException;
import java.net.BindException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/**
 * One port of the relay.
 */
final class RelayServer {

	/**
	 * SubEthaSMTP stops accepting at this many connections above the limit; the limit is
	 * kept before.
	 */
	private static final int NEVER_REACHED = 100;

	private final RelaySettings settings;

	private final RelayServerSocket socket;

	private final RelaySessions sessions;

	private final SMTPServer server;

	private final int port;

	RelayServer(RelaySettings settings, Connections connections, RelayProtocol protocol, int port,
			@Nullable ServerTls tls) throws IOException {
		this.settings = settings;
		this.port = port;
		this.socket = new RelayServerSocket(connections, tls);
		this.sessions = new RelaySessions(this.socket::connection, settings.timeouts().idle());
		this.server = SMTPServer.port(port)
			.hostName(settings.hostName())
			.softwareName("sendpost")
			.bindAddress(Optional.ofNullable(settings.address()))
			.backlog(1024)
			.maxConnections(settings.limits().connections() + NEVER_REACHED)
			.connectionTimeoutMs((int) Math.min(Integer.MAX_VALUE, settings.timeouts().idle().toMillis()))
			.sessionHandler(this.sessions)
			.executorService(new SessionExecutor(settings.timeouts().shutdown()))
			.serverSocketFactory(() -> this.socket)
			.serverThreadName("sendpost-smtp-relay-" + port)
			.build();
		protocol.install(this.server.getCommandHandler(), this.sessions);
	}

	/**
	 * Listen.
	 * @return the port
	 */
	int start() throws IOException {
		try {
			this.server.start();
		}
		catch (RuntimeException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw new BindException("port " + this.port + " at "
						+ ((this.settings.address() != null) ? this.settings.address() : "all addresses") + ": "
						+ cause.getMessage());
			}
			throw ex;
		}
		return this.socket.getLocalPort();
	}

	/**
	 * Take no connection any more, let commands end that are being executed, and close
	 * all connections.
	 */
	void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// Nobody can connect any more either way.
		}
		this.sessions.stop(this.settings.timeouts().shutdown());
		this.server.stop();
	}

}
