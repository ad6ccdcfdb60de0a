package dev.sendpost.samples.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Posts requests over connections that are kept open, each by a thread of its own, and
 * takes as little of the machine for that as it can: requests are octets that were made
 * before, and of answers only the status and the length are read.
 */
final class HttpLoad {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final int port;

	private final List<byte[]> requests;

	private final AtomicInteger next = new AtomicInteger();

	HttpLoad(int port, List<byte[]> requests) {
		this.port = port;
		this.requests = requests;
	}

	static byte[] post(String path, String key, byte[] body) {
		byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
				+ "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
		byte[] request = new byte[head.length + body.length];
		System.arraycopy(head, 0, request, 0, head.length);
		System.arraycopy(body, 0, request, head.length, body.length);
		return request;
	}

	/**
	 * Post for a while.
	 * @return how many requests were answered by 200 OK; any other answer is thrown
	 */
	Result run(int connections, Duration duration) throws Exception {
		LongAdder count = new LongAdder();
		List<Exception> failures = new CopyOnWriteArrayList<>();
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		Thread[] threads = new Thread[connections];
		for (int i = 0; i < connections; i++) {
			threads[i] = new Thread(() -> {
				try {
					post(end, count);
				}
				catch (Exception ex) {
					failures.add(ex);
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		if (!failures.isEmpty()) {
			throw failures.get(0);
		}
		return new Result(count.sum(), count.sum() * 1e9 / (System.nanoTime() - start));
	}

	private void post(long end, LongAdder count) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			OutputStream out = socket.getOutputStream();
			InputStream in = new BufferedInputStream(socket.getInputStream());
			while (System.nanoTime() < end) {
				out.write(this.requests.get(Math.floorMod(this.next.getAndIncrement(), this.requests.size())));
				requireOk(in);
				count.increment();
			}
		}
	}

	private static void requireOk(InputStream in) throws IOException {
		String status = line(in);
		boolean chunked = false;
		int length = 0;
		for (String header = line(in); !header.isEmpty(); header = line(in)) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring("content-length:".length()).strip());
			}
			chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
		}
		if (chunked) {
			for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
				in.skipNBytes(size + 2L);
			}
			in.skipNBytes(2);
		}
		else {
			in.skipNBytes(length);
		}
		if (!status.startsWith("HTTP/1.1 200")) {
			throw new IOException("Answered by " + status);
		}
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int octet = in.read(); octet != '\n'; octet = in.read()) {
			if (octet < 0) {
				throw new EOFException("The server closed the connection");
			}
			if (octet != '\r') {
				line.append((char) octet);
			}
		}
		return line.toString();
	}

	/**
	 * What came of a while.
	 *
	 * @param count how many requests were done
	 * @param perSecond how many of them in a second
	 */
	record Result(long count, double perSecond) {

	}

}
