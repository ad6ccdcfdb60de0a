package dev.sendpost.testhttp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * A server in the place of an e-mail API. It keeps each request octet by octet, and does
 * about it what it is told to: the actions in order, the last of them again and again.
 */
public final class StandInServer implements AutoCloseable {

	private final ServerSocket listener;

	private final String scheme;

	private final Queue<HttpAction> actions = new ConcurrentLinkedQueue<>();

	private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

	private HttpAction last = HttpAction.json(200, "{}");

	private StandInServer(@Nullable SSLContext ssl) {
		try {
			InetAddress loopback = InetAddress.getByName("127.0.0.1");
			this.listener = (ssl != null) ? ssl.getServerSocketFactory().createServerSocket(0, 50, loopback)
					: new ServerSocket(0, 50, loopback);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.scheme = (ssl != null) ? "https" : "http";
		daemon("stand-in-server", this::listen);
	}

	public static StandInServer start() {
		return new StandInServer(null);
	}

	public static StandInServer startWithTls(SSLContext ssl) {
		return new StandInServer(ssl);
	}

	/**
	 * Where it is, by address.
	 */
	public URI uri() {
		return URI.create(this.scheme + "://127.0.0.1:" + this.listener.getLocalPort());
	}

	/**
	 * Do this about the next requests, and the last of it about all that follow.
	 */
	public synchronized StandInServer will(HttpAction... actions) {
		this.actions.clear();
		this.actions.addAll(List.of(actions));
		return this;
	}

	/**
	 * The requests that came, in order.
	 */
	public List<ReceivedRequest> requests() {
		return this.requests;
	}

	/**
	 * The only request that came.
	 */
	public ReceivedRequest request() {
		if (this.requests.size() != 1) {
			throw new AssertionError(this.requests.size() + " requests came");
		}
		return this.requests.get(0);
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void listen() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				daemon("stand-in-server-connection", () -> serve(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			ReceivedRequest request = read(new BufferedInputStream(socket.getInputStream()));
			this.requests.add(request);
			next().act(request, socket);
		}
		catch (IOException ex) {
			// The client went away, which tests do on purpose.
		}
	}

	private synchronized HttpAction next() {
		HttpAction next = this.actions.poll();
		if (next != null) {
			this.last = next;
		}
		return this.last;
	}

	private static ReceivedRequest read(InputStream in) throws IOException {
		String[] requestLine = line(in).split(" ");
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			int colon = line.indexOf(':');
			headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
				.add(line.substring(colon + 1).strip());
		}
		int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).get(0));
		byte[] body = in.readNBytes(length);
		if (body.length < length) {
			throw new EOFException();
		}
		return new ReceivedRequest(requestLine[0], requestLine[1], headers, body);
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int octet = in.read(); octet != '\n'; octet = in.read()) {
			if (octet < 0) {
				throw new EOFException();
			}
			if (octet != '\r') {
				line.write(octet);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Whether the client has closed the connection; waits for as long as the socket's
	 * time-out to find out.
	 */
	static boolean isClosed(InputStream in) {
		try {
			return in.read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static void daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
