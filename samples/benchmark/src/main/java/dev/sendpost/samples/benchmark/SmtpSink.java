package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * An SMTP server on a free loopback port that accepts everything, keeps nothing and
 * counts. One thread serves all connections. The command {@code XCOUNT} asks for the
 * count.
 */
final class SmtpSink implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private final Selector selector = Selector.open();

	private final ServerSocketChannel server = ServerSocketChannel.open();

	private final ByteBuffer input = ByteBuffer.allocate(64 * 1024);

	private final SinkTotals totals = new SinkTotals();

	private final Thread thread = new Thread(this::serve, "smtp-sink");

	private final int port;

	private volatile boolean closed;

	SmtpSink() throws IOException {
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
		this.server.configureBlocking(false);
		this.server.register(this.selector, SelectionKey.OP_ACCEPT);
		this.port = ((InetSocketAddress) this.server.getLocalAddress()).getPort();
		this.thread.setDaemon(true);
		this.thread.start();
	}

	int port() {
		return this.port;
	}

	private void serve() {
		try (this.selector) {
			while (!this.closed) {
				this.selector.select(this::handle);
			}
			this.selector.keys().forEach(this::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void handle(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept();
			}
			else {
				transfer(key, (SocketChannel) key.channel(), (SinkConnection) key.attachment());
			}
		}
		catch (IOException ex) {
			close(key);
		}
	}

	private void accept() throws IOException {
		SocketChannel channel = this.server.accept();
		if (channel == null) {
			return;
		}
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		SinkConnection connection = new SinkConnection(this.totals);
		SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ, connection);
		flush(key, channel, connection);
	}

	private void transfer(SelectionKey key, SocketChannel channel, SinkConnection connection) throws IOException {
		if (key.isReadable()) {
			int read = channel.read(this.input.clear());
			if (read < 0) {
				close(key);
				return;
			}
			connection.receive(this.input.array(), read);
		}
		flush(key, channel, connection);
	}

	/**
	 * Writes what the connection has to say. A client that does not read it is not read
	 * from either.
	 */
	private void flush(SelectionKey key, SocketChannel channel, SinkConnection connection) throws IOException {
		if (!connection.writeTo(channel)) {
			key.interestOps(SelectionKey.OP_WRITE);
		}
		else if (connection.isEnded()) {
			close(key);
		}
		else {
			key.interestOps(SelectionKey.OP_READ);
		}
	}

	private void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			key.cancel();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
	}

}
