package dev.sendpost.testsmtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

/**
 * Takes connections on a port of the loopback interface.
 */
final class SmtpListener implements AutoCloseable {

	private final ServerSocket socket;

	private final DaemonThread thread;

	/**
	 * Listen.
	 * @param port the port, 0 for a free one
	 * @param connected told of each connection
	 */
	SmtpListener(int port, Consumer<SmtpChannel> connected) {
		try {
			this.socket = new ServerSocket();
			this.socket.setReuseAddress(true);
			this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = DaemonThread.start("smtp-listener", () -> {
			while (!this.socket.isClosed()) {
				accept(connected);
			}
		});
	}

	private void accept(Consumer<SmtpChannel> connected) {
		try {
			connected.accept(new SmtpChannel(this.socket.accept()));
		}
		catch (IOException ex) {
			// The client has gone already, or the socket is closed.
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Refuse connections from now on. An accept under way keeps the port open, therefore
	 * this waits for its end.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread.join();
	}

}
