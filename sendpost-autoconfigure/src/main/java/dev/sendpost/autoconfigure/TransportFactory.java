package dev.sendpost.autoconfigure;

import dev.sendpost.transport.MailTransport;

/**
 * Makes the transports of one type from their properties.
 */
interface TransportFactory {

	/**
	 * The value of {@code sendpost.transports.<name>.type}.
	 */
	String type();

	/**
	 * Make a transport.
	 * @throws InvalidSendpostPropertyException if a property is wrong
	 */
	MailTransport create(TransportDefinition definition);

}
