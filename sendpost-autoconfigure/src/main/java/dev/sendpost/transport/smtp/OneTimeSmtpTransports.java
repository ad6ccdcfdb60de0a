package dev.sendpost.transport.smtp;

import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

import dev.sendpost.mime.MailSigner;
import dev.sendpost.transport.OneTimeTransport;
import dev.sendpost.transport.ReturnPath;
import org.jspecify.annotations.Nullable;

/**
 * Makes transports for one message each, to servers that those who send name.
 */
public final class OneTimeSmtpTransports implements AutoCloseable {

	private final @Nullable SSLSocketFactory ssl;

	private final SmtpComposer composer;

	private final Duration timeout;

	private final Deadlines deadlines = new Deadlines();

	/**
	 * Create it.
	 * @param ssl makes encrypted sockets, or {@code null} for the JDK's factory
	 * @param signer signs each message
	 * @param timeout how long a message may take, from the connection to the end
	 */
	public OneTimeSmtpTransports(@Nullable SSLSocketFactory ssl, MailSigner signer, Duration timeout) {
		this.ssl = ssl;
		this.composer = new SmtpComposer(signer, ReturnPath.SENDER);
		this.timeout = timeout;
	}

	/**
	 * Make a transport. Nothing is connected yet.
	 * @param server the server
	 * @return the transport, for one message
	 */
	public OneTimeTransport to(OneTimeServer server) {
		SSLSocketFactory factory = (this.ssl != null) ? this.ssl : (SSLSocketFactory) SSLSocketFactory.getDefault();
		SmtpSettings settings = SmtpSettings.of(server.host(), server.port(), server.encryption())
			.withSslSocketFactory(factory)
			.withTimeouts(shorter(SmtpSettings.DEFAULT_CONNECT_TIMEOUT), this.timeout, this.timeout);
		return new OneTimeSmtpTransport(server, settings, this.composer, factory, this.timeout, this.deadlines);
	}

	private Duration shorter(Duration time) {
		return (time.compareTo(this.timeout) < 0) ? time : this.timeout;
	}

	@Override
	public void close() {
		this.deadlines.close();
	}

}
