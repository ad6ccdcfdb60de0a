package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on a free loopback port that delivers every byte later by a fixed time, in
 * each direction, as a longer wire would: what is on its way does not hold up what
 * follows. Opening a connection is not delayed, in favour of clients that open many.
 * <p>
 * It runs in the coordinating JVM, which is idle while a client is measured: so it shares
 * neither heap nor compiler with the client or the sink. Its threads park until bytes are
 * due, which Linux keeps to within 0.1 ms; a selector's timeout counts whole
 * milliseconds.
 */
final class DelayProxy implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private final ServerSocket server;

	private final int target;

	private final Duration delay;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	/**
	 * Starts to listen.
	 * @param target the loopback port to connect to
	 * @param delay the time from one end to the other, half a round trip
	 */
	DelayProxy(int target, Duration delay) throws IOException {
		this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		this.target = target;
		this.delay = delay;
		DelayLine.startThread("delay-accept", this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				connect(this.server.accept());
			}
			catch (IOException ex) {
				// The proxy was closed, or the client gone before it was accepted.
			}
		}
	}

	private void connect(Socket client) {
		try {
			Socket upstream = open(new Socket(InetAddress.getLoopbackAddress(), this.target));
			open(client);
			AtomicInteger directions = new AtomicInteger(2);
			Runnable onEnd = () -> {
				if (directions.decrementAndGet() == 0) {
					close(client);
					close(upstream);
				}
			};
			new DelayLine(client, upstream, this.delay).start(onEnd);
			new DelayLine(upstream, client, this.delay).start(onEnd);
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private Socket open(Socket socket) throws SocketException {
		socket.setTcpNoDelay(true);
		this.sockets.add(socket);
		return socket;
	}

	private void close(Socket socket) {
		this.sockets.remove(socket);
		DelayLine.closeQuietly(socket);
	}

	@Override
	public void close() {
		DelayLine.closeQuietly(this.server);
		this.sockets.forEach(this::close);
	}

}
