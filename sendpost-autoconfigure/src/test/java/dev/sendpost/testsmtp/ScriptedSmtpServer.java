package dev.sendpost.testsmtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on a free port of the loopback interface that takes mail and fails as an
 * {@link SmtpScript} says.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

	private final AtomicInteger connections = new AtomicInteger();

	private final Map<SmtpConnection, DaemonThread> open = new ConcurrentHashMap<>();

	private final SmtpRecord record = new SmtpRecord();

	private volatile SmtpScript script = new SmtpScript(new SmtpSettings());

	private volatile SmtpListener listener;

	private @Nullable HeldPort held;

	private ScriptedSmtpServer(Consumer<SmtpScript> script) {
		rescript(script);
		this.listener = new SmtpListener(0, this::serve);
	}

	/**
	 * Start a server with which nothing goes wrong.
	 * @return the server
	 */
	public static ScriptedSmtpServer start() {
		return start((script) -> {
		});
	}

	/**
	 * Start a server.
	 * @param script says what it offers and where it fails
	 * @return the server
	 */
	public static ScriptedSmtpServer start(Consumer<SmtpScript> script) {
		return new ScriptedSmtpServer(script);
	}

	/**
	 * Forget all actions for those of another script, also on connections that are open.
	 * Extensions, users and TLS stay unless the script changes them.
	 * @param script says what happens from now on
	 */
	public void rescript(Consumer<SmtpScript> script) {
		SmtpScript next = new SmtpScript(new SmtpSettings(this.script.settings()));
		script.accept(next);
		this.script = next;
	}

	/**
	 * Stop: connections break, new ones are refused, what was recorded stays.
	 */
	public synchronized void stop() {
		end();
		if (this.held == null) {
			this.held = new HeldPort(port());
		}
	}

	private void end() {
		this.listener.close();
		Map<SmtpConnection, DaemonThread> broken = Map.copyOf(this.open);
		broken.forEach((connection, thread) -> {
			thread.interrupt();
			connection.channel().close();
		});
		broken.values().forEach(DaemonThread::join);
	}

	private void leavePort() {
		if (this.held != null) {
			this.held.close();
			this.held = null;
		}
	}

	/**
	 * Listen again on the same port, after {@link #stop()}.
	 */
	public synchronized void restart() {
		end();
		leavePort();
		this.listener = new SmtpListener(port(), this::serve);
	}

	@Override
	public synchronized void close() {
		end();
		leavePort();
	}

	/**
	 * Send a FIN on each connection that has no mail transaction open; the server no
	 * longer answers there.
	 */
	public void closeIdleConnections() {
		idle().keySet().forEach((connection) -> connection.channel().finish());
	}

	/**
	 * Send a RST on each connection that has no mail transaction open.
	 */
	public void resetIdleConnections() {
		idle().forEach((connection, thread) -> {
			connection.channel().reset();
			thread.join();
		});
	}

	public String host() {
		return "localhost";
	}

	/**
	 * The port, which stays the same over {@link #restart()}.
	 * @return the port
	 */
	public int port() {
		return this.listener.port();
	}

	/**
	 * How many connections there were.
	 * @return the number, with those that are gone
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * How many connections there are. One that the server ended with a FIN stays until
	 * the client closes its end.
	 * @return the number
	 */
	public int openConnections() {
		return this.open.size();
	}

	/**
	 * The messages the server accepted: whose final dot it answered with 2xx.
	 * @return the messages in order of arrival
	 */
	public List<ReceivedMessage> messages() {
		return this.record.accepted();
	}

	/**
	 * The messages whose final dot arrived, whatever the answer was, if any.
	 * @return the messages in order of arrival
	 */
	public List<ReceivedMessage> receivedDots() {
		return this.record.receivedDots();
	}

	/**
	 * The commands of one connection.
	 * @param connection its number, from 1
	 * @return the lines, without the answers in an {@code AUTH} exchange and the content
	 */
	public List<String> commands(int connection) {
		return List.copyOf(this.record.commands().getOrDefault(connection, List.of()));
	}

	/**
	 * The commands of one kind on all connections.
	 * @param verb such as {@code EHLO}
	 * @return the lines, those of the first connection first
	 */
	public List<String> commands(String verb) {
		return this.record.commands()
			.values()
			.stream()
			.flatMap(List::stream)
			.filter((command) -> command.split(" ", 2)[0].toUpperCase(Locale.ROOT).equals(verb))
			.toList();
	}

	/**
	 * Wait until the server has accepted messages.
	 * @param count how many, at least
	 * @return all so far
	 */
	public List<ReceivedMessage> awaitMessages(int count) {
		await("accepted messages", () -> messages().size() >= count);
		return messages();
	}

	/**
	 * Wait until final dots have arrived.
	 * @param count how many, at least
	 * @return all so far
	 */
	public List<ReceivedMessage> awaitReceivedDots(int count) {
		await("received dots", () -> receivedDots().size() >= count);
		return receivedDots();
	}

	/**
	 * Wait until commands have arrived.
	 * @param verb such as {@code QUIT}
	 * @param count how many, at least, on all connections
	 * @return all so far
	 */
	public List<String> awaitCommands(String verb, int count) {
		await(verb + " commands", () -> commands(verb).size() >= count);
		return commands(verb);
	}

	/**
	 * Wait until so many connections are open.
	 * @param count how many, exactly
	 */
	public void awaitOpenConnections(int count) {
		await("open connections", () -> openConnections() == count);
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).until(condition);
	}

	private Map<SmtpConnection, DaemonThread> idle() {
		Map<SmtpConnection, DaemonThread> idle = new HashMap<>(this.open);
		idle.keySet().removeIf((connection) -> !connection.isIdle());
		return idle;
	}

	private void serve(SmtpChannel channel) {
		int number = this.connections.incrementAndGet();
		SmtpConnection connection = new SmtpConnection(number, channel, () -> this.script, this.record);
		DaemonThread thread = DaemonThread.of("smtp-connection-" + number, () -> {
			try {
				connection.run();
			}
			finally {
				this.open.remove(connection);
			}
		});
		// Counted before the client hears of it, and so before a test can ask.
		this.open.put(connection, thread);
		thread.start();
	}

}
