package dev.sendpost.testsmtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface on which connections are refused. Nobody else gets it,
 * neither a server nor a client, while the server whose it is is down.
 */
public final class HeldPort implements AutoCloseable {

	private final Socket socket = new Socket();

	/**
	 * Hold a port on which nobody listens.
	 * @param port the port
	 */
	public HeldPort(int port) {
		try {
			// Connections of the server that is gone may linger.
			this.socket.setReuseAddress(true);
			this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Leave the port to the server.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
