package dev.sendpost.reliability;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32;

import dev.sendpost.testsmtp.HeldPort;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that accepts everything, remembers what came, and can be killed and
 * started again on the same port. It takes a while to answer a final dot.
 */
final class CountingSmtpServer implements AutoCloseable {

	private static final int MAX_ANSWER_MICROS = 60_000;

	/** What boundaries of MIME parts begin with; the rest is random. */
	private static final String BOUNDARY = "=_";

	private final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	/** Held for writing by the kill, so that an answer is given wholly or not at all. */
	private final ReadWriteLock answering = new ReentrantReadWriteLock();

	private final int port;

	private volatile boolean silent;

	private volatile @Nullable ServerSocket listener;

	private @Nullable Thread accepting;

	private @Nullable HeldPort held;

	CountingSmtpServer() {
		this.listener = listen(0);
		this.port = this.listener.getLocalPort();
	}

	int port() {
		return this.port;
	}

	/**
	 * All messages whose final dot came.
	 * @return the messages in order of arrival
	 */
	List<Arrival> arrivals() {
		synchronized (this.arrivals) {
			return List.copyOf(this.arrivals);
		}
	}

	int count() {
		return this.arrivals.size();
	}

	/**
	 * Receive messages from now on, but do not answer their final dots.
	 */
	void fallSilent() {
		this.silent = true;
	}

	/**
	 * Refuse connections and break those that there are.
	 * @return the messages whose final dot came and was never answered
	 */
	List<Arrival> kill() {
		this.answering.writeLock().lock();
		try {
			ServerSocket socket = this.listener;
			if (socket != null) {
				this.listener = null;
				socket.close();
				awaitEndOfAccepting();
				this.held = new HeldPort(this.port);
			}
			this.open.forEach(CountingSmtpServer::reset);
			return arrivals().stream().filter((arrival) -> !arrival.answer().isGiven()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.answering.writeLock().unlock();
		}
	}

	/*
	 * An accept under way keeps the port open.
	 */
	private void awaitEndOfAccepting() {
		try {
			if (this.accepting != null) {
				this.accepting.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void reset(Socket connection) {
		try {
			connection.setSoLinger(true, 0);
			connection.close();
		}
		catch (IOException ex) {
			// It has ended already.
		}
	}

	void restart() {
		this.silent = false;
		leavePort();
		this.listener = listen(this.port);
	}

	private void leavePort() {
		if (this.held != null) {
			this.held.close();
			this.held = null;
		}
	}

	@Override
	public void close() {
		kill();
		leavePort();
	}

	private ServerSocket listen(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			this.accepting = start("counting-smtp-listener", () -> accept(socket));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Socket connection = socket.accept();
				this.open.add(connection);
				start("counting-smtp-connection", () -> serve(connection));
			}
			catch (IOException ex) {
				// The client went at once, or the server was killed.
			}
		}
	}

	private static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private void serve(Socket socket) {
		try (socket) {
			if (this.listener == null) {
				return;
			}
			socket.setTcpNoDelay(true);
			new Session(socket).run();
		}
		catch (IOException ex) {
			// The client went, or the server was killed.
		}
		finally {
			this.open.remove(socket);
		}
	}

	/**
	 * One connection.
	 */
	private final class Session {

		private final Socket socket;

		private final InputStream in;

		private final List<String> recipients = new ArrayList<>();

		private String client = "";

		Session(Socket socket) throws IOException {
			this.socket = socket;
			this.in = new BufferedInputStream(socket.getInputStream());
		}

		void run() throws IOException {
			send("220 counting.test ESMTP");
			while (true) {
				String command = text(readLine());
				switch (command.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
					case "EHLO" -> {
						this.client = command.substring(5);
						send("250-counting.test\r\n250 8BITMIME");
					}
					case "MAIL" -> {
						this.recipients.clear();
						send("250 2.1.0 Ok");
					}
					case "RCPT" -> {
						this.recipients.add(command.substring(command.indexOf('<') + 1, command.indexOf('>')));
						send("250 2.1.5 Ok");
					}
					case "DATA" -> {
						send("354 End data with <CR><LF>.<CR><LF>");
						answer(receive());
					}
					case "QUIT" -> {
						send("221 2.0.0 Bye");
						return;
					}
					default -> send("250 2.0.0 Ok");
				}
			}
		}

		private Arrival receive() throws IOException {
			CRC32 checksum = new CRC32();
			String messageId = "";
			for (byte[] line = readLine(); line.length != 1 || line[0] != '.'; line = readLine()) {
				if (line.length > 100 || !text(line).contains(BOUNDARY)) {
					checksum.update(line);
				}
				if (messageId.isEmpty() && line.length < 200 && text(line).startsWith("Message-ID: ")) {
					messageId = text(line).substring("Message-ID: ".length());
				}
			}
			Arrival arrival = new Arrival(this.client, messageId, List.copyOf(this.recipients), checksum.getValue(),
					Instant.now(), new Arrival.Answer());
			CountingSmtpServer.this.arrivals.add(arrival);
			return arrival;
		}

		private void answer(Arrival arrival) throws IOException {
			LockSupport
				.parkNanos(TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextInt(MAX_ANSWER_MICROS)));
			if (CountingSmtpServer.this.silent) {
				this.in.transferTo(OutputStream.nullOutputStream());
				throw new EOFException();
			}
			CountingSmtpServer.this.answering.readLock().lock();
			try {
				send("250 2.0.0 Ok");
				arrival.answer().give();
			}
			finally {
				CountingSmtpServer.this.answering.readLock().unlock();
			}
		}

		private byte[] readLine() throws IOException {
			ByteArrayOutputStream line = new ByteArrayOutputStream(80);
			for (int b = this.in.read(); b != '\n'; b = this.in.read()) {
				if (b < 0) {
					throw new EOFException();
				}
				if (b != '\r') {
					line.write(b);
				}
			}
			return line.toByteArray();
		}

		private static String text(byte[] line) {
			return new String(line, StandardCharsets.UTF_8);
		}

		private void send(String reply) throws IOException {
			this.socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
		}

	}

}
