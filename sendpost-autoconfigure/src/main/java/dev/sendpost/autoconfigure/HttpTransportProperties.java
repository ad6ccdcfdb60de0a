package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The properties that all transports to HTTP e-mail APIs have. Each type repeats them in
 * its record, since that is what names its properties.
 */
interface HttpTransportProperties {

	@Nullable String baseUrl();

	/**
	 * The API key; none where it is something else that lets the application in.
	 */
	default @Nullable String apiKey() {
		return null;
	}

	@Nullable Duration connectTimeout();

	@Nullable Duration readTimeout();

	@Nullable Integer requestsPerMinute();

	@Nullable Integer maxConcurrentRequests();

	SmtpTransportProperties.Ssl ssl();

}
