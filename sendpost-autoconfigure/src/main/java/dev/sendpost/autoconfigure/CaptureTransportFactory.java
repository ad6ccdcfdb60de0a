package dev.sendpost.autoconfigure;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.capture.CaptureTransport;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.jspecify.annotations.Nullable;

/**
 * Makes transports of the type {@code capture}.
 */
final class CaptureTransportFactory implements TransportFactory {

	private final CapturedMailbox mailbox;

	CaptureTransportFactory(CapturedMailbox mailbox) {
		this.mailbox = mailbox;
	}

	@Override
	public String type() {
		return "capture";
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		definition.bind(Properties.class);
		return new CaptureTransport(definition.name(), this.mailbox);
	}

	/**
	 * What may stand below the transport.
	 *
	 * @param type the type
	 */
	record Properties(@Nullable TransportType type) {

	}

}
