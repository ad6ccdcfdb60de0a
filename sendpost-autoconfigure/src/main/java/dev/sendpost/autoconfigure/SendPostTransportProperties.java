package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of a transport of the type "sendpost", below
 * {@code sendpost.transports.<name>}.
 *
 * @param type Type of the transport.
 * @param baseUrl URL that the paths of the API are appended to. By default that of
 * SendPost.
 * @param apiKey API key.
 * @param ipPool IP pool to send from. The service chooses by default.
 * @param webhookEndpoint URL that the service reports to what becomes of each e-mail.
 * What is set up at the service by default.
 * @param connectTimeout How long connecting may take (10s).
 * @param readTimeout How long the service may take for its answer (30s).
 * @param requestsPerMinute Most requests that this node makes in a minute. No limit by
 * default.
 * @param maxConcurrentRequests Most requests that this node makes at a time (50).
 * @param ssl TLS of the connection.
 */
record SendPostTransportProperties(@Nullable TransportType type, @Nullable String baseUrl, @Nullable String apiKey,
		@Nullable String ipPool, @Nullable String webhookEndpoint, @Nullable Duration connectTimeout,
		@Nullable Duration readTimeout, @Nullable Integer requestsPerMinute, @Nullable Integer maxConcurrentRequests,
		@DefaultValue SmtpTransportProperties.Ssl ssl) implements HttpTransportProperties {

	/**
	 * Where the properties lead, without the key.
	 */
	@Override
	public String toString() {
		return "SendPostTransportProperties[baseUrl=" + this.baseUrl + "]";
	}

}
