package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of a transport of the type "smtp-mailer", below
 * {@code sendpost.transports.<name>}.
 *
 * @param type Type of the transport.
 * @param baseUrl URL that "/api/smtp" is appended to; it begins with "https:". By default
 * that of SMTP Mailer.
 * @param server SMTP server of the mailbox.
 * @param port Port of that server.
 * @param secure Whether SMTP Mailer speaks TLS to that server from the first byte.
 * @param email Address of the mailbox.
 * @param password Password of the mailbox.
 * @param passwordIsSentToThirdParty Whether you accept that SMTP Mailer, which is not the
 * provider of the mailbox, is shown its password with each e-mail. It must be true.
 * @param connectTimeout How long connecting may take (10s).
 * @param readTimeout How long the service may take for its answer (30s).
 * @param requestsPerMinute Most requests that this node makes in a minute. No limit by
 * default.
 * @param maxConcurrentRequests Most requests that this node makes at a time (50).
 * @param ssl TLS of the connection.
 */
record SmtpMailerTransportProperties(@Nullable TransportType type, @Nullable String baseUrl, @Nullable String server,
		@Nullable Integer port, @Nullable Boolean secure, @Nullable String email, @Nullable String password,
		@Nullable Boolean passwordIsSentToThirdParty, @Nullable Duration connectTimeout, @Nullable Duration readTimeout,
		@Nullable Integer requestsPerMinute, @Nullable Integer maxConcurrentRequests,
		@DefaultValue SmtpTransportProperties.Ssl ssl) implements HttpTransportProperties {

	/**
	 * Where the properties lead, without the mailbox and its password.
	 */
	@Override
	public String toString() {
		return "SmtpMailerTransportProperties[baseUrl=" + this.baseUrl + ", server=" + this.server + ", port="
				+ this.port + "]";
	}

}
