package dev.sendpost.transport.smtp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Where an SMTP server is and how to speak to it. Each {@code with} method gives a copy.
 *
 * @param host the server's name or address
 * @param port its port
 * @param encryption how the connection is encrypted
 * @param username the user to authenticate as, or {@code null} for none
 * @param password that user's password, or {@code null} for none
 * @param sslSocketFactory makes the encrypted sockets, or {@code null} for the JDK's
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long the server may take for each reply
 * @param writeTimeout how long a write may be stuck because the server does not read
 * @param localAddress the local address to connect from, or {@code null} for any
 * @param pool how connections are kept
 * @param properties further {@code mail.smtp.*} properties of Jakarta Mail, which win
 * over all the others
 */
public record SmtpSettings(String host, int port, SmtpEncryption encryption, @Nullable String username,
		@Nullable String password, @Nullable SSLSocketFactory sslSocketFactory, Duration connectTimeout,
		Duration readTimeout, Duration writeTimeout, @Nullable String localAddress, Pool pool,
		Map<String, String> properties) {

	/** How long connecting may take unless set. */
	public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	/** How long each reply may take unless set. */
	public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(60);

	/** How long a write may be stuck unless set. */
	public static final Duration DEFAULT_WRITE_TIMEOUT = Duration.ofSeconds(60);

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if the port is not one, a time-out is not positive
	 * (it would be infinite) or only one of user name and password is there
	 */
	public SmtpSettings {
		if (host.isBlank()) {
			throw new IllegalArgumentException("host is empty");
		}
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("port must be 1 to 65535 but is " + port);
		}
		if ((username == null) != (password == null)) {
			throw new IllegalArgumentException(
					(username == null) ? "password is set but username is not" : "username is set but password is not");
		}
		requirePositive("connectTimeout", connectTimeout);
		requirePositive("readTimeout", readTimeout);
		requirePositive("writeTimeout", writeTimeout);
		properties = Map.copyOf(properties);
	}

	/**
	 * Settings for a server, with a default for all else.
	 * @param host the server's name or address
	 * @param encryption how the connection is encrypted
	 * @return settings with the encryption's port
	 */
	public static SmtpSettings of(String host, SmtpEncryption encryption) {
		return of(host, encryption.defaultPort(), encryption);
	}

	/**
	 * Settings for a server, with a default for all else.
	 * @param host the server's name or address
	 * @param port its port
	 * @param encryption how the connection is encrypted
	 * @return the settings
	 */
	public static SmtpSettings of(String host, int port, SmtpEncryption encryption) {
		return new SmtpSettings(host, port, encryption, null, null, null, DEFAULT_CONNECT_TIMEOUT, DEFAULT_READ_TIMEOUT,
				DEFAULT_WRITE_TIMEOUT, null, Pool.DEFAULT, new LinkedHashMap<>());
	}

	/**
	 * With credentials.
	 * @param username the user to authenticate as, or {@code null} for none
	 * @param password that user's password, or {@code null} for none
	 * @return the settings
	 */
	public SmtpSettings withCredentials(@Nullable String username, @Nullable String password) {
		return new SmtpSettings(this.host, this.port, this.encryption, username, password, this.sslSocketFactory,
				this.connectTimeout, this.readTimeout, this.writeTimeout, this.localAddress, this.pool,
				this.properties);
	}

	/**
	 * With a maker of encrypted sockets.
	 * @param sslSocketFactory the maker, or {@code null} for the JDK's
	 * @return the settings
	 */
	public SmtpSettings withSslSocketFactory(@Nullable SSLSocketFactory sslSocketFactory) {
		return new SmtpSettings(this.host, this.port, this.encryption, this.username, this.password, sslSocketFactory,
				this.connectTimeout, this.readTimeout, this.writeTimeout, this.localAddress, this.pool,
				this.properties);
	}

	/**
	 * With time-outs.
	 * @param connect how long connecting may take
	 * @param read how long the server may take for each reply
	 * @param write how long a write may be stuck
	 * @return the settings
	 */
	public SmtpSettings withTimeouts(Duration connect, Duration read, Duration write) {
		return new SmtpSettings(this.host, this.port, this.encryption, this.username, this.password,
				this.sslSocketFactory, connect, read, write, this.localAddress, this.pool, this.properties);
	}

	/**
	 * With a local address.
	 * @param localAddress the local address to connect from, or {@code null} for any
	 * @return the settings
	 */
	public SmtpSettings withLocalAddress(@Nullable String localAddress) {
		return new SmtpSettings(this.host, this.port, this.encryption, this.username, this.password,
				this.sslSocketFactory, this.connectTimeout, this.readTimeout, this.writeTimeout, localAddress,
				this.pool, this.properties);
	}

	/**
	 * With a way to keep connections.
	 * @param pool how connections are kept
	 * @return the settings
	 */
	public SmtpSettings withPool(Pool pool) {
		return new SmtpSettings(this.host, this.port, this.encryption, this.username, this.password,
				this.sslSocketFactory, this.connectTimeout, this.readTimeout, this.writeTimeout, this.localAddress,
				pool, this.properties);
	}

	/**
	 * With further properties.
	 * @param properties {@code mail.smtp.*} properties of Jakarta Mail
	 * @return the settings
	 */
	public SmtpSettings withProperties(Map<String, String> properties) {
		return new SmtpSettings(this.host, this.port, this.encryption, this.username, this.password,
				this.sslSocketFactory, this.connectTimeout, this.readTimeout, this.writeTimeout, this.localAddress,
				this.pool, properties);
	}

	/**
	 * The settings without the password.
	 */
	@Override
	public String toString() {
		return this.host + ":" + this.port + " (" + this.encryption
				+ ((this.username != null) ? ", user " + this.username : "") + ")";
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.toMillis() == 0) {
			throw new IllegalArgumentException(name + " must be at least a millisecond but is " + duration);
		}
	}

	/**
	 * How connections are kept.
	 *
	 * @param maxConnections the most connections at a time, and so the most messages sent
	 * at a time
	 * @param maxWait how long a message waits for a free connection
	 * @param idleTimeout how long an unused connection is kept open
	 */
	public record Pool(int maxConnections, Duration maxWait, Duration idleTimeout) {

		/** Up to ten connections, closed when unused for a minute. */
		public static final Pool DEFAULT = new Pool(10, Duration.ofSeconds(30), Duration.ofSeconds(60));

		/**
		 * Create settings.
		 * @throws IllegalArgumentException if there is no connection at all, or a
		 * duration is not positive
		 */
		public Pool {
			if (maxConnections < 1) {
				throw new IllegalArgumentException("maxConnections must be at least 1 but is " + maxConnections);
			}
			requirePositive("maxWait", maxWait);
			requirePositive("idleTimeout", idleTimeout);
		}

	}

}
