package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpPreset;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of a transport of the type "smtp", below {@code sendpost.transports.<name>}.
 *
 * @param type Type of the transport.
 * @param preset Known service whose host, port, encryption and user name are used where
 * they are not set.
 * @param host Name or address of the SMTP server.
 * @param port Port of the SMTP server. By default 587 if STARTTLS is required, 465 with
 * implicit TLS, 25 otherwise.
 * @param encryption How the connection is encrypted. By default STARTTLS is required if
 * there is a password, and used where it is offered if there is none.
 * @param username User to authenticate as.
 * @param password Password of that user.
 * @param ssl TLS of the connection.
 * @param connectTimeout How long connecting may take (10s).
 * @param readTimeout How long the server may take for each reply (60s).
 * @param writeTimeout How long a write may be stuck (60s).
 * @param localAddress Local address to connect from.
 * @param pool Pool of connections.
 * @param properties Further "mail.smtp.*" properties of Jakarta Mail.
 */
record SmtpTransportProperties(@Nullable TransportType type, @Nullable SmtpPreset preset, @Nullable String host,
		@Nullable Integer port, @Nullable SmtpEncryption encryption, @Nullable String username,
		@Nullable String password, @DefaultValue Ssl ssl, @Nullable Duration connectTimeout,
		@Nullable Duration readTimeout, @Nullable Duration writeTimeout, @Nullable String localAddress,
		@DefaultValue PoolProperties pool, @DefaultValue Map<String, String> properties) {

	/**
	 * Where the properties lead, without the password.
	 */
	@Override
	public String toString() {
		return "SmtpTransportProperties[preset=" + this.preset + ", host=" + this.host + ", port=" + this.port + "]";
	}

	/**
	 * TLS of the connection.
	 *
	 * @param bundle Name of the SSL bundle that holds the trusted certificates, and the
	 * client's own if the server wants one.
	 */
	record Ssl(@Nullable String bundle) {

	}

	/**
	 * The pool of connections.
	 *
	 * @param maxConnections Most connections at a time (10).
	 * @param maxWait How long an e-mail waits for a free connection (30s).
	 * @param idleTimeout How long an unused connection is kept open (60s).
	 */
	record PoolProperties(@Nullable Integer maxConnections, @Nullable Duration maxWait,
			@Nullable Duration idleTimeout) {

	}

}
