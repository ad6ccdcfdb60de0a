package dev.sendpost.transport.capture;

import java.util.List;

import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportFeature;

/**
 * Keeps messages in a mailbox, for tests, for a look at them while developing, and for an
 * application that has no way out configured.
 */
public final class CaptureTransport implements MailTransport {

	private final String name;

	private final CapturedMailbox mailbox;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param mailbox where the messages go
	 */
	public CaptureTransport(String name, CapturedMailbox mailbox) {
		this.name = name;
		this.mailbox = mailbox;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public TransportCapabilities capabilities() {
		return TransportCapabilities.allBut(TransportFeature.SCHEDULING);
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		this.mailbox
			.add(new CapturedEmail(email.id(), email.messageId(), email.date(), email.email(), email.recipients()));
		return email.recipients()
			.stream()
			.map((recipient) -> RecipientOutcome.sent(recipient, this.name, null))
			.toList();
	}

	@Override
	public void check() {
	}

	@Override
	public String toString() {
		return this.name + " (capture)";
	}

}
