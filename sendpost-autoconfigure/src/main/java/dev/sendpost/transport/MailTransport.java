package dev.sendpost.transport;

import java.util.List;

import dev.sendpost.RecipientOutcome;

/**
 * A named way out for mail. Implement it, declare a bean, and routes can name it.
 *
 * <p>
 * A transport makes one attempt: retries, failover and circuit breaking are done around
 * it. It is used by many threads at a time and blocks the calling one.
 */
public interface MailTransport extends AutoCloseable {

	/**
	 * What routes, rules, logs and meters call it.
	 * @return the name, unique in the application
	 */
	String name();

	/**
	 * What it can carry.
	 * @return the capabilities, the same each time
	 */
	TransportCapabilities capabilities();

	/**
	 * Make one attempt to hand over a message.
	 * @param email the message, and whom it is to reach by this transport
	 * @return an outcome for each of {@link OutgoingEmail#recipients()}: accepted, or
	 * refused for the moment or for good
	 * @throws TransportException if the attempt failed as a whole, as against for single
	 * recipients
	 */
	List<RecipientOutcome> send(OutgoingEmail email);

	/**
	 * Find out whether a message could be handed over now, by talking to the service
	 * without sending anything. Its own time-outs bound how long that takes.
	 * @throws TransportException if none could
	 */
	void check();

	/**
	 * Let go of connections. No message is sent after that.
	 */
	@Override
	default void close() {
	}

}
