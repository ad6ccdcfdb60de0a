package dev.sendpost.samples.benchmark;

/**
 * A mail client under test. It is started afresh for each measurement, and builds each
 * message from the plain fields.
 */
interface Sender extends AutoCloseable {

	/**
	 * Makes the client ready to send to a server on the loopback interface.
	 * @param port the server's port
	 * @param connections how many connections the client may have open at once
	 */
	void start(int port, int connections);

	/**
	 * How many threads call {@link #send} at once. A client that gains from more callers
	 * than connections says so.
	 */
	default int callers(int connections) {
		return connections;
	}

	/**
	 * Sends one message and returns when the server has accepted it.
	 */
	void send(BenchmarkMessage message) throws Exception;

	@Override
	void close();

}
