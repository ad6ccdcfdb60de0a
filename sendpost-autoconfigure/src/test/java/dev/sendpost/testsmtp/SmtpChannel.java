package dev.sendpost.testsmtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection: lines that end in CRLF, and the ways to end it.
 */
final class SmtpChannel implements AutoCloseable {

	private final Socket raw;

	private volatile Socket socket;

	private volatile boolean finished;

	private InputStream in;

	SmtpChannel(Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		this.raw = socket;
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
	}

	/**
	 * Start TLS. What the client sent ahead in the clear is dropped.
	 */
	void secure(SSLContext context) throws IOException {
		SSLSocket secured = (SSLSocket) context.getSocketFactory()
			.createSocket(this.raw, null, this.raw.getPort(), true);
		secured.setUseClientMode(false);
		secured.startHandshake();
		this.socket = secured;
		this.in = new BufferedInputStream(secured.getInputStream());
	}

	boolean isSecured() {
		return this.socket != this.raw;
	}

	boolean isFinished() {
		return this.finished;
	}

	/**
	 * The next line up to a CRLF, a lone CR or LF being part of it.
	 * @return the line without its end, or {@code null} if the client ended the stream
	 */
	byte @Nullable [] readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int previous = -1;
		for (int b = this.in.read(); b >= 0; b = this.in.read()) {
			if (previous == '\r' && b == '\n') {
				byte[] bytes = line.toByteArray();
				return Arrays.copyOf(bytes, bytes.length - 1);
			}
			line.write(b);
			previous = b;
		}
		return null;
	}

	void send(String... lines) throws IOException {
		if (lines.length > 0) {
			OutputStream out = this.socket.getOutputStream();
			out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
			out.flush();
		}
	}

	/**
	 * Send a FIN; may come from another thread.
	 */
	void finish() {
		this.finished = true;
		try {
			if (isSecured()) {
				this.socket.shutdownOutput();
			}
			this.raw.shutdownOutput();
		}
		catch (IOException ex) {
			// The connection has ended already.
		}
	}

	/**
	 * Send a RST; may come from another thread.
	 */
	void reset() {
		try {
			this.raw.setSoLinger(true, 0);
		}
		catch (SocketException ex) {
			// The connection has ended already.
		}
		close();
	}

	/**
	 * Read and drop all that comes, until the client goes.
	 */
	void drain() throws IOException {
		this.raw.getInputStream().transferTo(OutputStream.nullOutputStream());
	}

	@Override
	public void close() {
		try {
			this.raw.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
