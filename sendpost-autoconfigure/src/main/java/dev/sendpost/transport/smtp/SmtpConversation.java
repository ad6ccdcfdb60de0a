package dev.sendpost.transport.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.RenderedEmail;
import dev.sendpost.transport.Handover;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What client and server say to each other about one message (RFC 5321 section 3.3). Each
 * reply becomes an outcome of the recipients it is about, or a failure of the attempt.
 */
final class SmtpConversation {

	private final String transport;

	private final SmtpConnector connector;

	private final SmtpConnection connection;

	private final OutgoingEmail email;

	private final EmailAddress returnPath;

	private final RenderedEmail rendered;

	/** Recipients that nothing later in the attempt can change. */
	private final List<RecipientOutcome> settled = new ArrayList<>();

	/**
	 * Whether anything of the message was said: from then on the connection is not stale.
	 */
	private boolean begun;

	private long envelopeNanos;

	private long messageNanos;

	private @Nullable String response;

	SmtpConversation(String transport, SmtpConnector connector, SmtpConnection connection, OutgoingEmail email,
			EmailAddress returnPath, RenderedEmail rendered) {
		this.transport = transport;
		this.connector = connector;
		this.connection = connection;
		this.email = email;
		this.returnPath = returnPath;
		this.rendered = rendered;
	}

	/**
	 * Hand the message over.
	 * @return an outcome for each recipient
	 * @throws StaleConnectionException if the server had closed the connection before
	 * anything was said
	 * @throws TransportException if the attempt failed
	 */
	List<RecipientOutcome> run() throws StaleConnectionException {
		requireSupported();
		List<EmailAddress> open = this.email.recipients();
		while (!open.isEmpty()) {
			open = transaction(open);
		}
		return this.settled;
	}

	/**
	 * How it went so far.
	 */
	Handover handover() {
		return new Handover(Duration.ofNanos(this.envelopeNanos), Duration.ofNanos(this.messageNanos),
				this.rendered.size(), this.response);
	}

	private void requireSupported() {
		if (needsSmtpUtf8() && !this.connection.supportsExtension("SMTPUTF8")) {
			throw unsupported("does not support SMTPUTF8, which an address beyond ASCII needs");
		}
		if (this.rendered.isEightBit() && !this.connection.supportsExtension("8BITMIME")) {
			throw unsupported("does not support 8BITMIME, which this message needs since it goes out as it was given");
		}
		if (this.rendered.size() > this.connection.sizeLimit()) {
			throw unsupported("takes messages of up to " + this.connection.sizeLimit() + " octets, but this one has "
					+ this.rendered.size());
		}
	}

	/**
	 * One transaction, for as many recipients as the server takes at a time.
	 * @return the recipients that need another one
	 */
	private List<EmailAddress> transaction(List<EmailAddress> recipients) throws StaleConnectionException {
		List<EmailAddress> accepted = new ArrayList<>(recipients.size());
		List<EmailAddress> postponed;
		long start = System.nanoTime();
		try {
			SmtpReply reply = mail();
			if (!reply.isPositive()) {
				refused(recipients, reply);
				return List.of();
			}
			postponed = rcpt(recipients, accepted);
			if (accepted.isEmpty()) {
				command("RSET");
				return postponed;
			}
		}
		finally {
			this.envelopeNanos += System.nanoTime() - start;
		}
		handOver(accepted);
		return postponed;
	}

	private void handOver(List<EmailAddress> accepted) {
		long start = System.nanoTime();
		SmtpReply reply = data();
		this.messageNanos += System.nanoTime() - start;
		this.response = reply.text();
		if (reply.isPositive()) {
			String text = reply.text();
			accepted.forEach((recipient) -> this.settled.add(RecipientOutcome.sent(recipient, this.transport, text)));
		}
		else if (reply.isFinal() && reply.isAboutMailbox() && accepted.size() == 1) {
			this.settled.add(RecipientOutcome.bounced(accepted.get(0), this.transport, reply.text()));
		}
		else {
			refused(accepted, reply);
		}
	}

	private SmtpReply mail() throws StaleConnectionException {
		boolean mayBeStale = this.connection.isUsed() && !this.begun;
		this.connection.markUsed();
		this.begun = true;
		try {
			SmtpReply reply = this.connection.command(mailCommand());
			if (reply.isClosing() && mayBeStale) {
				throw new StaleConnectionException();
			}
			return checked(reply);
		}
		catch (IOException ex) {
			if (mayBeStale && !SmtpConnector.isTimeout(ex)) {
				throw new StaleConnectionException();
			}
			throw lost(ex);
		}
	}

	private String mailCommand() {
		StringBuilder command = new StringBuilder("MAIL FROM:<").append(this.returnPath.address()).append('>');
		if (this.rendered.size() >= 0 && this.connection.supportsExtension("SIZE")) {
			command.append(" SIZE=").append(this.rendered.size());
		}
		if (needsSmtpUtf8()) {
			command.append(" BODY=8BITMIME SMTPUTF8");
		}
		else if (this.rendered.isEightBit()) {
			command.append(" BODY=8BITMIME");
		}
		return command.toString();
	}

	private boolean needsSmtpUtf8() {
		return this.rendered.needsSmtpUtf8() || this.returnPath.needsSmtpUtf8()
				|| this.email.recipients().stream().anyMatch(EmailAddress::needsSmtpUtf8);
	}

	private List<EmailAddress> rcpt(List<EmailAddress> recipients, List<EmailAddress> accepted) {
		List<EmailAddress> postponed = new ArrayList<>();
		for (EmailAddress recipient : recipients) {
			SmtpReply reply = command("RCPT TO:<" + recipient.address() + ">");
			if (reply.isPositive()) {
				accepted.add(recipient);
			}
			else if (reply.isTooManyRecipients() && !accepted.isEmpty()) {
				postponed.add(recipient);
			}
			else if (reply.isFinal()) {
				this.settled.add(RecipientOutcome.bounced(recipient, this.transport, reply.text()));
			}
			else {
				this.settled.add(RecipientOutcome.deferred(recipient, this.transport, reply.text()));
			}
		}
		return postponed;
	}

	private SmtpReply data() {
		try {
			SmtpReply reply = this.connection.beginContent();
			if (!reply.isPositive()) {
				return checked(reply);
			}
			writeContent();
			this.connection.endContent();
		}
		catch (IOException ex) {
			throw lost(ex);
		}
		try {
			return checked(this.connection.readReply());
		}
		catch (IOException ex) {
			throw failure(Kind.PERHAPS_SENT,
					"gave no answer after the whole message was written, which may be on its way", null, ex);
		}
	}

	private void writeContent() throws IOException {
		ConnectionStream out = new ConnectionStream(this.connection.content());
		try {
			this.rendered.writeTo(out);
		}
		catch (IOException | RuntimeException ex) {
			if (out.broken && ex instanceof IOException lost) {
				throw lost;
			}
			throw new TransportException(Kind.UNSUPPORTED, "The content of the message cannot be read: " + ex, null, ex,
					this.settled);
		}
	}

	private SmtpReply command(String command) {
		try {
			return checked(this.connection.command(command));
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	/**
	 * A reply that is about the message, and not about the connection.
	 */
	private SmtpReply checked(SmtpReply reply) {
		if (reply.isClosing()) {
			throw failure(Kind.UNAVAILABLE, "is closing the connection: " + reply.text(), reply.text(), null);
		}
		if (reply.isAboutAuthentication()) {
			throw failure(this.connector.refusedCredentials(), "wants other credentials: " + reply.text(), reply.text(),
					null);
		}
		return reply;
	}

	private void refused(List<EmailAddress> recipients, SmtpReply reply) {
		if (!reply.isFinal()) {
			throw failure(Kind.DEFERRED, "does not take the message now: " + reply.text(), reply.text(), null);
		}
		String reason = this.connector.describe() + " refuses the message, whoever it is for: " + reply.text();
		recipients.forEach((recipient) -> this.settled
			.add(RecipientOutcome.refused(recipient, this.transport, reply.text(), reason)));
	}

	private TransportException unsupported(String reason) {
		return failure(Kind.UNSUPPORTED, reason, null, null);
	}

	private TransportException lost(IOException ex) {
		TransportException lost = this.connector.lost(ex);
		return new TransportException(lost.getKind(), lost.getMessage(), null, ex, this.settled);
	}

	private TransportException failure(Kind kind, String what, @Nullable String serverText, @Nullable Throwable cause) {
		return new TransportException(kind, this.connector.describe() + " " + what, serverText, cause, this.settled);
	}

	/**
	 * Tells a connection that breaks from content that cannot be read.
	 */
	private static final class ConnectionStream extends FilterOutputStream {

		private boolean broken;

		ConnectionStream(OutputStream out) {
			super(out);
		}

		@Override
		public void write(int b) throws IOException {
			this.broken = true;
			this.out.write(b);
			this.broken = false;
		}

		@Override
		public void write(byte[] b, int off, int len) throws IOException {
			this.broken = true;
			this.out.write(b, off, len);
			this.broken = false;
		}

	}

}
