package dev.sendpost.samples.benchmark.outbox;

import java.util.List;

import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;

/**
 * Accepts everything and sends nothing.
 */
final class NullTransport implements MailTransport {

	static final NullTransport INSTANCE = new NullTransport();

	@Override
	public String name() {
		return "null";
	}

	@Override
	public TransportCapabilities capabilities() {
		return TransportCapabilities.all();
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		return email.recipients().stream().map((to) -> RecipientOutcome.sent(to, "null", "250 2.0.0 Ok")).toList();
	}

	@Override
	public void check() {
	}

	@Override
	public void close() {
	}

}
