package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of a transport of the type "email-api", below
 * {@code sendpost.transports.<name>}.
 *
 * @param type Type of the transport.
 * @param baseUrl URL that the paths of the API are appended to; it ends with "/api/v1".
 * @param apiKey API key.
 * @param connectTimeout How long connecting may take (10s).
 * @param readTimeout How long the service may take for its answer (30s).
 * @param requestsPerMinute Most requests that this node makes in a minute. No limit by
 * default.
 * @param maxConcurrentRequests Most requests that this node makes at a time (50).
 * @param ssl TLS of the connection.
 */
record EmailApiTransportProperties(@Nullable TransportType type, @Nullable String baseUrl, @Nullable String apiKey,
		@Nullable Duration connectTimeout, @Nullable Duration readTimeout, @Nullable Integer requestsPerMinute,
		@Nullable Integer maxConcurrentRequests,
		@DefaultValue SmtpTransportProperties.Ssl ssl) implements HttpTransportProperties {

	/**
	 * Where the properties lead, without the key.
	 */
	@Override
	public String toString() {
		return "EmailApiTransportProperties[baseUrl=" + this.baseUrl + "]";
	}

}
