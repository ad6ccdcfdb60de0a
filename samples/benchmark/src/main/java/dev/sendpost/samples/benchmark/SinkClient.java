package dev.sendpost.samples.benchmark;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * A plain SMTP connection to the sink, to ask for its count and to time round trips.
 */
public final class SinkClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int PINGS = 51;

	private final Socket socket;

	private final BufferedReader reader;

	private final OutputStream output;

	public SinkClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout((int) TIMEOUT.toMillis());
		this.reader = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII));
		this.output = this.socket.getOutputStream();
		readLine();
	}

	public SinkCount count() throws IOException {
		return SinkCount.parse(ask("XCOUNT").substring(4));
	}

	/**
	 * The median time between a command and its reply.
	 */
	Duration roundTrip() throws IOException {
		long[] nanos = new long[PINGS];
		for (int i = 0; i < PINGS; i++) {
			long start = System.nanoTime();
			ask("NOOP");
			nanos[i] = System.nanoTime() - start;
		}
		return Duration.ofNanos(LongStream.of(nanos).sorted().toArray()[PINGS / 2]);
	}

	/**
	 * Writes as is, in one write.
	 */
	void write(String text) throws IOException {
		this.output.write(text.getBytes(StandardCharsets.US_ASCII));
		this.output.flush();
	}

	String readLine() throws IOException {
		String line = this.reader.readLine();
		if (line == null) {
			throw new EOFException("The sink closed the connection");
		}
		return line;
	}

	boolean isAtEnd() throws IOException {
		return this.reader.read() < 0;
	}

	private String ask(String command) throws IOException {
		write(command + "\r\n");
		return readLine();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
