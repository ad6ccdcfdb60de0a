package dev.sendpost.relay;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.WeakHashMap;

import javax.net.ssl.SSLSocket;

import dev.sendpost.relay.RelayObserver.Cut;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections up to the limits. One that is too many hears so and is closed at
 * once, without a thread of its own, so that it keeps nobody else out.
 */
final class RelayServerSocket extends ServerSocket {

	private static final Log logger = LogFactory.getLog(RelayServerSocket.class);

	private final Connections connections;

	private final @Nullable ServerTls tls;

	/** The connections below those that are encrypted from the start. */
	private final Map<Socket, RelaySocket> encrypted = new WeakHashMap<>();

	/**
	 * Create a socket.
	 * @param tls encrypts connections from the start, or {@code null}
	 */
	RelayServerSocket(Connections connections, @Nullable ServerTls tls) throws IOException {
		this.connections = connections;
		this.tls = tls;
	}

	@Override
	public Socket accept() throws IOException {
		while (true) {
			RelaySocket socket = new RelaySocket();
			try {
				implAccept(socket);
			}
			catch (SocketException ex) {
				awaitShutdown(ex);
			}
			try {
				Socket admitted = admit(socket);
				if (admitted != null) {
					return admitted;
				}
			}
			catch (IOException ex) {
				// The client has gone already, which says nothing about the next one.
				logger.debug("A connection could not be accepted", ex);
			}
			socket.close();
		}
	}

	/**
	 * Where the port was closed for the end of the relay, SubEthaSMTP is told last, and
	 * must not take it for an error before that.
	 */
	private void awaitShutdown(SocketException ex) throws SocketException {
		while (isClosed()) {
			try {
				Thread.sleep(Long.MAX_VALUE);
			}
			catch (InterruptedException interrupted) {
				break;
			}
		}
		throw ex;
	}

	private @Nullable Socket admit(RelaySocket socket) throws IOException {
		socket.setTcpNoDelay(true);
		Cut refused = this.connections.admit(socket);
		if (refused == null && this.tls == null) {
			return socket;
		}
		if (refused == null && this.tls != null) {
			SSLSocket encrypting = this.tls.over(socket);
			synchronized (this.encrypted) {
				this.encrypted.put(encrypting, socket);
			}
			return encrypting;
		}
		if (this.tls == null) {
			socket.getOutputStream()
				.write("421 4.7.0 Too many connections, try again later\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		return null;
	}

	/**
	 * The connection below a socket that was accepted.
	 */
	RelaySocket connection(Socket socket) {
		if (socket instanceof RelaySocket connection) {
			return connection;
		}
		synchronized (this.encrypted) {
			RelaySocket connection = this.encrypted.get(socket);
			if (connection == null) {
				throw new IllegalStateException("The socket was not accepted here");
			}
			return connection;
		}
	}

}
