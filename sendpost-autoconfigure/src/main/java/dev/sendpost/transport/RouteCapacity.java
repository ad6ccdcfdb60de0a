package dev.sendpost.transport;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.sendpost.EmailAddress;

/**
 * Says how much mail a route, or a transport, takes for now. What exceeds it waits in the
 * outbox.
 */
@FunctionalInterface
public interface RouteCapacity {

	/** All routes take whatever comes. */
	RouteCapacity UNLIMITED = (route, recipients) -> Optional.empty();

	/**
	 * Reserve room for a message. What was reserved stays so, whatever becomes of the
	 * message.
	 * @param route the name of the route, or of the transport
	 * @param recipients whom the message is to reach by it
	 * @return when there will be room, or nothing if there is and it is reserved
	 */
	Optional<Instant> reserve(String route, List<EmailAddress> recipients);

}
