package dev.sendpost.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException.Kind;

/**
 * A transport that does as it is told, and remembers what it was given.
 */
public final class FakeTransport implements MailTransport {

	private final String name;

	private final TransportCapabilities capabilities;

	private final Function<OutgoingEmail, List<RecipientOutcome>> behaviour;

	private final List<OutgoingEmail> attempts = new CopyOnWriteArrayList<>();

	private volatile Runnable check = () -> {
	};

	private volatile boolean closed;

	private FakeTransport(String name, TransportCapabilities capabilities,
			Function<OutgoingEmail, List<RecipientOutcome>> behaviour) {
		this.name = name;
		this.capabilities = capabilities;
		this.behaviour = behaviour;
	}

	public static FakeTransport accepting(String name) {
		return answering(name, (recipient) -> RecipientOutcome.sent(recipient, name, "250 2.0.0 Ok"));
	}

	public static FakeTransport answering(String name, Function<EmailAddress, RecipientOutcome> answer) {
		return behaving(name, (email) -> email.recipients().stream().map(answer).toList());
	}

	public static FakeTransport failing(String name, Kind kind) {
		return behaving(name, (email) -> {
			throw new TransportException(kind, "Transport '" + name + "' is " + kind, null);
		});
	}

	public static FakeTransport behaving(String name, Function<OutgoingEmail, List<RecipientOutcome>> behaviour) {
		return new FakeTransport(name, TransportCapabilities.all(), behaviour);
	}

	public FakeTransport without(TransportFeature... features) {
		return new FakeTransport(this.name, TransportCapabilities.allBut(features), this.behaviour);
	}

	public FakeTransport checkedBy(Runnable check) {
		this.check = check;
		return this;
	}

	/**
	 * What the transport was asked to send.
	 * @return the attempts in order
	 */
	public List<OutgoingEmail> attempts() {
		return this.attempts;
	}

	/**
	 * Whom the transport was asked to reach.
	 * @return the addresses of all attempts, as text
	 */
	public List<String> asked() {
		return this.attempts.stream()
			.flatMap((attempt) -> attempt.recipients().stream())
			.map(EmailAddress::address)
			.toList();
	}

	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public TransportCapabilities capabilities() {
		return this.capabilities;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		this.attempts.add(email);
		return this.behaviour.apply(email);
	}

	@Override
	public void check() {
		this.check.run();
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
