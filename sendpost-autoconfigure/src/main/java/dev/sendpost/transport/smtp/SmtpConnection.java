package dev.sendpost.transport.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an SMTP server. Jakarta Mail connects, encrypts and authenticates;
 * the steps of a conversation are taken one by one, so that it is known of each failure
 * how far things had got.
 */
class SmtpConnection extends SMTPTransport {

	private static final int START_MAIL_INPUT = 354;

	private @Nullable SMTPOutputStream content;

	private long sizeLimit;

	private boolean used;

	private @Nullable Login login;

	private volatile long restingSince;

	SmtpConnection(Session session, String protocol) {
		super(session, null, protocol, "smtps".equals(protocol));
	}

	/**
	 * Encrypt and authenticate on a socket that is connected.
	 * @throws MessagingException if that is not possible
	 */
	synchronized void connect(Socket socket, String username, String password) throws MessagingException {
		this.login = new Login(username, password);
		try {
			connect(socket);
		}
		finally {
			this.login = null;
		}
	}

	/*
	 * With a socket of one's own, there is no other way to tell Jakarta Mail the
	 * credentials but an authenticator, before which it would look the host up.
	 */
	@Override
	protected synchronized boolean protocolConnect(@Nullable String host, int port, @Nullable String user,
			@Nullable String password) throws MessagingException {
		Login own = this.login;
		return (own != null) ? super.protocolConnect(host, port, own.username(), own.password())
				: super.protocolConnect(host, port, user, password);
	}

	/**
	 * Whether a conversation took place on it before, so that the server may have closed
	 * it meanwhile.
	 */
	boolean isUsed() {
		return this.used;
	}

	void markUsed() {
		this.used = true;
	}

	/**
	 * Note that it is not in use from now on.
	 */
	void rest() {
		this.restingSince = System.nanoTime();
	}

	/**
	 * How long it has not been in use.
	 */
	Duration restedFor() {
		return Duration.ofNanos(System.nanoTime() - this.restingSince);
	}

	/**
	 * The largest message the server takes, in octets (RFC 1870).
	 */
	long sizeLimit() {
		if (this.sizeLimit == 0) {
			String limit = getExtensionParameter("SIZE");
			this.sizeLimit = (limit != null && limit.matches("0*[1-9]\\d{0,17}")) ? Long.parseLong(limit)
					: Long.MAX_VALUE;
		}
		return this.sizeLimit;
	}

	/**
	 * Give a command.
	 * @return the reply
	 * @throws IOException if the connection is lost
	 */
	synchronized SmtpReply command(String command) throws IOException {
		try {
			simpleCommand(command.getBytes(StandardCharsets.UTF_8));
			return lastReply();
		}
		catch (MessagingException ex) {
			throw asIOException(ex);
		}
	}

	/**
	 * Give the DATA command.
	 * @return the reply; if it is positive, {@link #content()} takes the message
	 * @throws IOException if the connection is lost
	 */
	synchronized SmtpReply beginContent() throws IOException {
		try {
			this.content = (SMTPOutputStream) data();
			return lastReply();
		}
		catch (SMTPSendFailedException ex) {
			if (ex.getReturnCode() <= 0) {
				throw new EOFException("The server closed the connection");
			}
			return new SmtpReply(ex.getReturnCode(), getLastServerResponse());
		}
		catch (MessagingException ex) {
			throw asIOException(ex);
		}
	}

	/**
	 * Where the message goes; leading dots are doubled.
	 */
	OutputStream content() {
		if (this.content == null) {
			throw new IllegalStateException("The server has not asked for the content");
		}
		return this.content;
	}

	/**
	 * Write the dot that ends the message.
	 * @throws IOException if it was not written, so that the server cannot have taken the
	 * message
	 */
	synchronized void endContent() throws IOException {
		try {
			((SMTPOutputStream) content()).ensureAtBOL();
			sendCommand(".");
		}
		catch (MessagingException ex) {
			throw asIOException(ex);
		}
	}

	/**
	 * Read the answer to the message.
	 * @throws IOException if there is none, so that nobody knows whether the server took
	 * the message
	 */
	synchronized SmtpReply readReply() throws IOException {
		try {
			readServerResponse();
			return lastReply();
		}
		catch (MessagingException ex) {
			throw asIOException(ex);
		}
	}

	private SmtpReply lastReply() throws EOFException {
		int code = getLastReturnCode();
		if (code <= 0) {
			throw new EOFException("The server closed the connection");
		}
		return new SmtpReply(code, getLastServerResponse());
	}

	private static IOException asIOException(MessagingException ex) {
		return (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getMessage(), ex);
	}

	/**
	 * By what it is let in.
	 */
	private record Login(String username, String password) {

		@Override
		public String toString() {
			return "Login[******]";
		}

	}

}
