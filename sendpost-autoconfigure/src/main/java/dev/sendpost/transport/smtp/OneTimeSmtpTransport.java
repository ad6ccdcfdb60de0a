package dev.sendpost.transport.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.RenderedEmail;
import dev.sendpost.transport.Handover;
import dev.sendpost.transport.OneTimeTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Hands one message to a server that whoever sends it names: on a connection of its own,
 * to an address that was checked before, and within a time.
 */
final class OneTimeSmtpTransport implements OneTimeTransport {

	/** How late the timer may be before reading ends of itself. */
	private static final Duration TIMER_DELAY = Duration.ofSeconds(5);

	private final OneTimeServer server;

	private final SmtpSettings settings;

	private final SmtpComposer composer;

	private final SSLSocketFactory ssl;

	private final Duration timeout;

	private final Deadlines deadlines;

	private @Nullable Handover handover;

	OneTimeSmtpTransport(OneTimeServer server, SmtpSettings settings, SmtpComposer composer, SSLSocketFactory ssl,
			Duration timeout, Deadlines deadlines) {
		this.server = server;
		this.settings = settings;
		this.composer = composer;
		this.ssl = ssl;
		this.timeout = timeout;
		this.deadlines = deadlines;
	}

	@Override
	public String name() {
		return this.settings.host() + ":" + this.settings.port();
	}

	@Override
	public String toString() {
		return this.settings.toString();
	}

	@Override
	public TransportCapabilities capabilities() {
		return SmtpTransport.CAPABILITIES;
	}

	@Override
	public @Nullable Handover handover() {
		return this.handover;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		try (Deadline deadline = this.deadlines.in(this.timeout)) {
			SmtpConnector connector = SmtpConnector.of(name(), this.settings, this.server.username(),
					this.server.password(), () -> open(deadline));
			try {
				return send(email, connector);
			}
			catch (TransportException ex) {
				boolean expired = deadline.isExpired() && ex.getKind() != Kind.PERHAPS_SENT;
				throw expired ? new TransportException(Kind.TIMED_OUT,
						connector.describe() + " did not take the message within " + this.timeout.toSeconds() + " s",
						null, ex, ex.getSettled()) : ex;
			}
		}
	}

	private List<RecipientOutcome> send(OutgoingEmail email, SmtpConnector connector) {
		RenderedEmail rendered = this.composer.render(email);
		EmailAddress sender = this.composer.returnPath(email);
		SmtpConnection connection = connector.connect();
		SmtpConversation conversation = new SmtpConversation(name(), connector, connection, email, sender, rendered);
		try {
			return conversation.run();
		}
		catch (StaleConnectionException ex) {
			throw new IllegalStateException("The connection is a new one", ex);
		}
		finally {
			this.handover = conversation.handover();
			connector.disconnect(connection);
		}
	}

	private Socket open(Deadline deadline) throws IOException {
		Socket plain = connect(deadline);
		if (this.settings.encryption() != SmtpEncryption.TLS) {
			return plain;
		}
		SSLSocket socket = (SSLSocket) this.ssl.createSocket(plain, this.settings.host(), this.settings.port(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	/*
	 * The address has the name of the server, by which Jakarta Mail calls it when it
	 * starts TLS.
	 */
	private Socket connect(Deadline deadline) throws IOException {
		IOException failure = new IOException("It has no address");
		for (InetAddress address : this.server.addresses()) {
			Socket socket = new Socket(Proxy.NO_PROXY);
			try {
				deadline.watch(socket);
				socket.setTcpNoDelay(true);
				socket.setSoTimeout(Math.toIntExact(this.timeout.plus(TIMER_DELAY).toMillis()));
				socket
					.connect(new InetSocketAddress(InetAddress.getByAddress(this.settings.host(), address.getAddress()),
							this.settings.port()), Math.toIntExact(this.settings.connectTimeout().toMillis()));
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				failure = ex;
			}
		}
		throw failure;
	}

	@Override
	public void check() {
		throw new UnsupportedOperationException("Nothing but one message goes to it");
	}

}
