package dev.sendpost.transport.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.mime.RenderedEmail;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportCredentials.Credentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportFeature;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends by an SMTP server. The message is rendered first and then handed over in one
 * conversation on a pooled connection; nothing is connected before the first message. A
 * sub-account that brings credentials of its own has connections of its own.
 */
public final class SmtpTransport implements MailTransport {

	static final TransportCapabilities CAPABILITIES = TransportCapabilities.allBut(TransportFeature.HOSTED_TEMPLATE,
			TransportFeature.SCHEDULING);

	private final String name;

	private final SmtpConnector connector;

	private final SmtpSettings.Pool poolSettings;

	private final SmtpComposer composer;

	private final TransportCredentials credentials;

	private final SubAccountConnections ofSubAccounts;

	private volatile @Nullable SmtpConnectionPool pool;

	private volatile boolean closed;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param settings where the server is and how to speak to it
	 */
	public SmtpTransport(String name, SmtpSettings settings) {
		this(name, settings, MailSigner.NONE, ReturnPath.SENDER, TransportCredentials.NONE);
	}

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param settings where the server is and how to speak to it
	 * @param signer signs each message
	 * @param returnPath says where each message comes back to
	 * @param credentials those that sub-accounts bring
	 */
	public SmtpTransport(String name, SmtpSettings settings, MailSigner signer, ReturnPath returnPath,
			TransportCredentials credentials) {
		this(name, SmtpConnector.of(name, settings), settings.pool(), signer, returnPath, credentials);
	}

	/**
	 * Create a transport to the server that Spring's own sender is set up for. The sender
	 * itself is not used or changed. Time-outs that it leaves infinite are finite here.
	 * @param name what routes call it
	 * @param sender tells the server, the credentials and the {@code mail.*} properties
	 */
	public SmtpTransport(String name, JavaMailSenderImpl sender) {
		this(name, sender, MailSigner.NONE, ReturnPath.SENDER, TransportCredentials.NONE);
	}

	/**
	 * Create a transport to the server that Spring's own sender is set up for. The sender
	 * itself is not used or changed. Time-outs that it leaves infinite are finite here.
	 * @param name what routes call it
	 * @param sender tells the server, the credentials and the {@code mail.*} properties
	 * @param signer signs each message
	 * @param returnPath says where each message comes back to
	 * @param credentials those that sub-accounts bring
	 */
	public SmtpTransport(String name, JavaMailSenderImpl sender, MailSigner signer, ReturnPath returnPath,
			TransportCredentials credentials) {
		this(name, SmtpConnector.of(name, sender), SmtpSettings.Pool.DEFAULT, signer, returnPath, credentials);
	}

	private SmtpTransport(String name, SmtpConnector connector, SmtpSettings.Pool poolSettings, MailSigner signer,
			ReturnPath returnPath, TransportCredentials credentials) {
		this.name = name;
		this.connector = connector;
		this.poolSettings = poolSettings;
		this.composer = new SmtpComposer(signer, returnPath);
		this.credentials = credentials;
		this.ofSubAccounts = new SubAccountConnections(connector, poolSettings);
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * Its name, where mail goes and how the connection is encrypted; no credentials.
	 */
	@Override
	public String toString() {
		return this.name + " (" + this.connector + ")";
	}

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		RenderedEmail rendered = this.composer.render(email);
		EmailAddress sender = this.composer.returnPath(email);
		SmtpConnectionPool connections = connections(email.subAccount());
		while (true) {
			SmtpConnection connection = connections.take();
			boolean reusable = false;
			try {
				List<RecipientOutcome> outcomes = new SmtpConversation(this.name, connections.connector(), connection,
						email, sender, rendered)
					.run();
				reusable = true;
				return outcomes;
			}
			catch (StaleConnectionException ex) {
				connections.clear();
			}
			catch (TransportException ex) {
				reusable = (ex.getKind() == Kind.DEFERRED);
				throw ex;
			}
			finally {
				if (reusable) {
					connections.giveBack(connection);
				}
				else {
					connections.discard(connection);
				}
			}
		}
	}

	@Override
	public void check() {
		SmtpConnection connection = this.connector.connect();
		try {
			SmtpReply reply = connection.command("NOOP");
			if (!reply.isPositive()) {
				throw new TransportException(Kind.UNAVAILABLE,
						this.connector.describe() + " is not well: " + reply.text(), reply.text(), null, List.of());
			}
		}
		catch (IOException ex) {
			throw this.connector.lost(ex);
		}
		finally {
			this.connector.disconnect(connection);
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.ofSubAccounts.close();
		if (this.pool != null) {
			this.pool.close();
		}
	}

	private SmtpConnectionPool connections(String subAccount) {
		Optional<Credentials> own = this.credentials.find(subAccount, this.name);
		return own.isPresent() ? this.ofSubAccounts.of(subAccount, own.get()) : connections();
	}

	/**
	 * The pool, made with the first message.
	 */
	private SmtpConnectionPool connections() {
		SmtpConnectionPool existing = this.pool;
		return (existing != null && !this.closed) ? existing : createConnections();
	}

	private synchronized SmtpConnectionPool createConnections() {
		if (this.closed) {
			throw new TransportException(Kind.DEFERRED, "Transport '" + this.name + "' is closed", null);
		}
		if (this.pool == null) {
			this.pool = new SmtpConnectionPool(this.connector, this.poolSettings);
		}
		return this.pool;
	}

}
