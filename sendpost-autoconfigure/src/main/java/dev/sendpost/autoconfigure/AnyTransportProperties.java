package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpPreset;
import org.jspecify.annotations.Nullable;

/**
 * What transports of all types may be set to, for editors: they cannot know that the type
 * of a transport decides which properties it has. Nothing is bound to it.
 *
 * @param type Type of the transport.
 * @param preset smtp: Known service whose host, port, encryption and user name are used
 * where they are not set.
 * @param host smtp: Name or address of the SMTP server.
 * @param port smtp: Port of the SMTP server. By default 587 if STARTTLS is required, 465
 * with implicit TLS, 25 otherwise. smtp-mailer: Port of that server.
 * @param encryption smtp: How the connection is encrypted. By default STARTTLS is
 * required if there is a password, and used where it is offered if there is none.
 * @param username smtp: User to authenticate as.
 * @param password smtp: Password of that user. smtp-mailer: Password of the mailbox.
 * @param ssl TLS of the connection.
 * @param connectTimeout How long connecting may take (10s).
 * @param readTimeout smtp: How long the server may take for each reply (60s). Others: How
 * long the service may take for its answer (30s).
 * @param writeTimeout smtp: How long a write may be stuck (60s).
 * @param localAddress smtp: Local address to connect from.
 * @param pool smtp: Pool of connections.
 * @param properties smtp: Further "mail.smtp.*" properties of Jakarta Mail.
 * @param baseUrl email-api: URL that the paths of the API are appended to; it ends with
 * "/api/v1". sendtrue: URL that the paths of the API are appended to; it ends with "/v1".
 * By default that of SendTrue. sendpost: URL that the paths of the API are appended to.
 * By default that of SendPost. sendry: URL that the paths of the API are appended to. By
 * default that of Sendry. smtp-mailer: URL that "/api/smtp" is appended to; it begins
 * with "https:". By default that of SMTP Mailer.
 * @param apiKey All but smtp and smtp-mailer: API key.
 * @param requestsPerMinute All but smtp: Most requests that this node makes in a minute.
 * No limit by default.
 * @param maxConcurrentRequests All but smtp: Most requests that this node makes at a time
 * (50).
 * @param ipPool sendpost: IP pool to send from. The service chooses by default.
 * @param webhookEndpoint sendpost: URL that the service reports to what becomes of each
 * e-mail. What is set up at the service by default.
 * @param smtpId sendtrue: ID of the SMTP configuration that SendTrue sends by.
 * @param server smtp-mailer: SMTP server of the mailbox.
 * @param secure smtp-mailer: Whether SMTP Mailer speaks TLS to that server from the first
 * byte.
 * @param email smtp-mailer: Address of the mailbox.
 * @param passwordIsSentToThirdParty smtp-mailer: Whether you accept that SMTP Mailer,
 * which is not the provider of the mailbox, is shown its password with each e-mail. It
 * must be true.
 */
record AnyTransportProperties(@Nullable TransportType type, @Nullable SmtpPreset preset, @Nullable String host,
		@Nullable Integer port, @Nullable SmtpEncryption encryption, @Nullable String username,
		@Nullable String password, SmtpTransportProperties.Ssl ssl, @Nullable Duration connectTimeout,
		@Nullable Duration readTimeout, @Nullable Duration writeTimeout, @Nullable String localAddress,
		SmtpTransportProperties.PoolProperties pool, Map<String, String> properties, @Nullable String baseUrl,
		@Nullable String apiKey, @Nullable Integer requestsPerMinute, @Nullable Integer maxConcurrentRequests,
		@Nullable String ipPool, @Nullable String webhookEndpoint, @Nullable String smtpId, @Nullable String server,
		@Nullable Boolean secure, @Nullable String email, @Nullable Boolean passwordIsSentToThirdParty) {

}
