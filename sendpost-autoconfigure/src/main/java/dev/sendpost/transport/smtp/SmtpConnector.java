package dev.sendpost.transport.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Opens connections to one SMTP server, and says in words what keeps them from opening.
 */
final class SmtpConnector {

	/**
	 * What is said of a write that takes too long, for which there is no exception of its
	 * own: Jakarta Mail's timer closes the socket, and either of the two notices first.
	 */
	private static final Set<String> STUCK_WRITE = Set.of("Write timed out", "Socket closed");

	private static final Log logger = LogFactory.getLog(SmtpConnector.class);

	private final String name;

	private final String protocol;

	private final @Nullable String host;

	private final int port;

	private final @Nullable String username;

	private final @Nullable String password;

	private final SmtpEncryption encryption;

	/** How to have connections encrypted. */
	private final String encryptionAdvice;

	private final Supplier<Session> session;

	private final boolean passwordMayGoInClear;

	private final AtomicBoolean warnedOfPasswordInClear;

	private final SingletonSupplier<ScheduledExecutorService> timer;

	/** Whose the credentials are, if not the transport's own. */
	private final @Nullable String owner;

	/** Opens sockets, or {@code null} if Jakarta Mail does. */
	private final @Nullable SocketSource sockets;

	private SmtpConnector(String name, String protocol, @Nullable String host, int port, @Nullable String username,
			@Nullable String password, SmtpEncryption encryption, boolean passwordMayGoInClear, String encryptionAdvice,
			Function<ScheduledExecutorService, Session> session) {
		this.name = name;
		this.protocol = protocol;
		this.host = host;
		this.port = port;
		this.username = username;
		this.password = password;
		this.encryption = encryption;
		this.passwordMayGoInClear = passwordMayGoInClear;
		this.encryptionAdvice = encryptionAdvice;
		this.warnedOfPasswordInClear = new AtomicBoolean();
		this.timer = SingletonSupplier.of(SmtpConnector::createTimer);
		this.session = SingletonSupplier.of(() -> session.apply(timer()));
		this.owner = null;
		this.sockets = null;
	}

	private SmtpConnector(SmtpConnector other, String owner, String username, String password,
			@Nullable SocketSource sockets) {
		this.name = other.name;
		this.protocol = other.protocol;
		this.host = other.host;
		this.port = other.port;
		this.username = username;
		this.password = password;
		this.encryption = other.encryption;
		this.passwordMayGoInClear = other.passwordMayGoInClear;
		this.encryptionAdvice = other.encryptionAdvice;
		this.warnedOfPasswordInClear = other.warnedOfPasswordInClear;
		this.timer = other.timer;
		this.session = other.session;
		this.owner = owner;
		this.sockets = sockets;
	}

	static SmtpConnector of(String name, SmtpSettings settings) {
		return new SmtpConnector(name, "smtp", settings.host(), settings.port(), settings.username(),
				settings.password(), settings.encryption(), settings.encryption() == SmtpEncryption.NONE,
				"Set its 'encryption' to starttls-required or tls.", (timer) -> SmtpSession.of(settings, timer));
	}

	/**
	 * A connector for one connection to a server that a caller names, with the caller's
	 * credentials.
	 * @param sockets opens the connection, encrypted if the settings say so
	 */
	static SmtpConnector of(String name, SmtpSettings settings, String username, String password,
			SocketSource sockets) {
		SmtpConnector server = new SmtpConnector(name, "smtp", settings.host(), settings.port(), null, null,
				settings.encryption(),
				settings.encryption() == SmtpEncryption.NONE || settings.encryption() == SmtpEncryption.STARTTLS,
				"Ask for TLS from the first byte if the server speaks it on this port.",
				(timer) -> SmtpSession.of(settings, timer));
		return new SmtpConnector(server, "the caller", username, password, sockets);
	}

	/**
	 * A connector to the server of Spring's own sender, by its session, with time-outs
	 * where it has none. A password of its own goes as that session says; whoever has
	 * none says nothing about passwords.
	 */
	static SmtpConnector of(String name, JavaMailSenderImpl sender) {
		String protocol = StringUtils.hasLength(sender.getProtocol()) ? sender.getProtocol() : "smtp";
		String username = StringUtils.hasLength(sender.getUsername()) ? sender.getUsername() : null;
		return new SmtpConnector(name, protocol, SmtpSession.host(sender, protocol), sender.getPort(), username,
				sender.getPassword(), SmtpSession.encryption(sender, protocol),
				username != null && sender.getPassword() != null,
				"Set 'spring.mail.properties[mail." + protocol + ".starttls.required]' to true.",
				(timer) -> SmtpSession.of(sender, protocol, timer));
	}

	/**
	 * A connector to the same server with the credentials of a sub-account.
	 * @throws TransportException if they lack a user name and there is none to use with
	 * them
	 */
	SmtpConnector of(String subAccount, TransportCredentials.Credentials credentials) {
		String username = (credentials.username() != null) ? credentials.username() : this.username;
		if (username == null) {
			throw new TransportException(Kind.CREDENTIALS_REFUSED,
					describe() + " needs a user name with the password of sub-account '" + subAccount + "'", null);
		}
		return new SmtpConnector(this, "sub-account '" + subAccount + "'", username, credentials.secret(), null);
	}

	/**
	 * Connect, encrypt and authenticate.
	 * @throws TransportException if that is not possible
	 */
	SmtpConnection connect() {
		SmtpConnection connection = new SmtpConnection(this.session.get(), this.protocol);
		try {
			if (this.username != null && this.password != null && !this.passwordMayGoInClear) {
				connection.setRequireStartTLS(true);
			}
			connect(connection);
		}
		catch (MessagingException ex) {
			throw failure(connection, ex);
		}
		if (this.username != null && this.password != null) {
			requireAuthenticated(connection);
		}
		return connection;
	}

	private void connect(SmtpConnection connection) throws MessagingException {
		if (this.sockets == null) {
			connection.connect(this.host, this.port, this.username, this.password);
			return;
		}
		try {
			connection.connect(this.sockets.open(), Objects.requireNonNull(this.username),
					Objects.requireNonNull(this.password));
		}
		catch (IOException ex) {
			throw new MessagingException("There is no connection", ex);
		}
	}

	private void requireAuthenticated(SmtpConnection connection) {
		if (!connection.supportsExtension("AUTH") && !connection.supportsExtension("AUTH=LOGIN")) {
			String hint = (!connection.isSSL() && connection.supportsExtension("STARTTLS"))
					? "; it may do so after STARTTLS. " + this.encryptionAdvice : "";
			disconnect(connection);
			throw new TransportException(refusedCredentials(),
					describe() + " does not offer authentication, but a user name and a password are configured" + hint,
					null);
		}
		if (!connection.isSSL() && this.warnedOfPasswordInClear.compareAndSet(false, true)) {
			logger.warn(describe() + " gets the password over a connection that is not encrypted. "
					+ this.encryptionAdvice);
		}
	}

	/**
	 * Take leave of the server, whatever state the connection is in.
	 */
	void disconnect(SmtpConnection connection) {
		try {
			connection.close();
		}
		catch (MessagingException ex) {
			// The connection is gone, which is what was wanted.
		}
	}

	/**
	 * A failure while talking on an open connection, before the message was complete.
	 */
	TransportException lost(IOException ex) {
		return new TransportException(isTimeout(ex) ? Kind.TIMED_OUT : Kind.UNAVAILABLE,
				describe() + (isTimeout(ex) ? " did not answer in time" : " lost the connection: " + ex.getMessage()),
				ex);
	}

	/**
	 * What this is, at the start of a message.
	 */
	String describe() {
		return (this.sockets != null) ? "The SMTP server " + address()
				: "Transport '" + this.name + "': the SMTP server " + address();
	}

	private String address() {
		return this.host + ":" + ((this.port > 0) ? this.port : "smtps".equals(this.protocol) ? 465 : 25);
	}

	/**
	 * Where mail goes and how the connection is encrypted.
	 */
	@Override
	public String toString() {
		return "smtp, " + address() + ", encryption "
				+ this.encryption.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private TransportException failure(SmtpConnection connection, MessagingException ex) {
		int code = connection.getLastReturnCode();
		String serverText = (code > 0) ? new SmtpReply(code, connection.getLastServerResponse()).text() : null;
		if (ex instanceof AuthenticationFailedException) {
			return new TransportException((code >= 400 && code < 500) ? postponedCredentials() : refusedCredentials(),
					describe() + " refused the credentials of " + user() + ": "
							+ ((serverText != null) ? serverText : ex.getMessage()),
					serverText, ex, List.of());
		}
		SSLException sslFailure = find(ex, SSLException.class);
		if (sslFailure != null && find(ex, SocketException.class) == null && find(ex, EOFException.class) == null
				&& find(ex, SocketTimeoutException.class) == null) {
			return new TransportException(Kind.MISCONFIGURED,
					describe() + " cannot be spoken to by TLS: " + rootMessage(sslFailure) + hint(sslFailure), ex);
		}
		if (isTimeout(ex)) {
			return new TransportException(Kind.TIMED_OUT, describe() + " did not answer in time", ex);
		}
		if (find(ex, IOException.class) != null || code <= 0) {
			return new TransportException(Kind.UNAVAILABLE, describe() + " cannot be reached: "
					+ ((find(ex, UnknownHostException.class) != null) ? "unknown host" : rootMessage(ex)), ex);
		}
		if (connection.getRequireStartTLS() && code < 400 && !connection.supportsExtension("STARTTLS")) {
			boolean forPassword = this.encryption != SmtpEncryption.STARTTLS_REQUIRED;
			return new TransportException(forPassword ? refusedCredentials() : Kind.MISCONFIGURED,
					describe() + " does not offer STARTTLS, which is required"
							+ (forPassword ? ": otherwise others could read the password of " + user() : ""),
					ex);
		}
		return new TransportException((code >= 500) ? Kind.MISCONFIGURED : Kind.UNAVAILABLE,
				describe() + " refused the connection: " + serverText, serverText, ex, List.of());
	}

	private String user() {
		return (this.owner != null) ? this.owner : "user '" + this.username + "'";
	}

	/**
	 * What it means if the server does not take the credentials: those that somebody
	 * brought are not held against the transport.
	 */
	Kind refusedCredentials() {
		return (this.owner != null) ? Kind.CREDENTIALS_REFUSED : Kind.MISCONFIGURED;
	}

	private Kind postponedCredentials() {
		return (this.owner != null) ? Kind.DEFERRED : Kind.UNAVAILABLE;
	}

	/**
	 * What may mend a handshake, at the end of a message.
	 */
	private String hint(SSLException ex) {
		if (this.sockets == null && find(ex, CertPathBuilderException.class) != null) {
			return "; if you trust its certificate, name an SSL bundle that holds it by 'ssl.bundle'";
		}
		if (String.valueOf(ex.getMessage()).contains("Unsupported or unrecognized SSL message")) {
			return "; it does not speak TLS from the first byte on this port, where it may expect STARTTLS";
		}
		return "";
	}

	/**
	 * Whether the server kept us waiting too long, for a reply or by not reading.
	 */
	static boolean isTimeout(Throwable ex) {
		return find(ex, SocketTimeoutException.class) != null || STUCK_WRITE.contains(String.valueOf(ex.getMessage()));
	}

	private static <T extends Throwable> @Nullable T find(Throwable ex, Class<T> type) {
		for (Throwable candidate = ex; candidate != null; candidate = candidate.getCause()) {
			if (type.isInstance(candidate)) {
				return type.cast(candidate);
			}
		}
		return null;
	}

	private static String rootMessage(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage().strip() : root.getClass().getSimpleName();
	}

	/**
	 * Ends writes that are stuck, and whatever else has to happen at a time.
	 */
	ScheduledExecutorService timer() {
		return this.timer.obtain();
	}

	static ScheduledExecutorService createTimer() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("sendpost-smtp-timer-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
		timer.setRemoveOnCancelPolicy(true);
		timer.setKeepAliveTime(10, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		return timer;
	}

	/**
	 * Opens sockets to a server.
	 */
	interface SocketSource {

		Socket open() throws IOException;

	}

}
