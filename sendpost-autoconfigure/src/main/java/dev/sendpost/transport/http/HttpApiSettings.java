package dev.sendpost.transport.http;

import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Where an e-mail API is and how to speak to it.
 *
 * @param baseUri what the paths of the API are appended to, without a slash at its end
 * @param key by what the application is let in
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long the service may take for its whole answer
 * @param requestsPerMinute how many requests this node makes in a minute at most, or
 * {@code null} for no limit
 * @param maxConcurrentRequests how many requests this node makes at a time at most
 * @param sslContext the trusted certificates, or {@code null} for those of the JVM
 */
public record HttpApiSettings(URI baseUri, ApiKey key, Duration connectTimeout, Duration readTimeout,
		@Nullable Integer requestsPerMinute, int maxConcurrentRequests, @Nullable SSLContext sslContext) {

	/** How long connecting may take if nothing is set. */
	public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	/** How long the service may take for its answer if nothing is set. */
	public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(30);

	/** How many requests are made at a time if nothing is set. */
	public static final int DEFAULT_MAX_CONCURRENT_REQUESTS = 50;

	/**
	 * Settings with the default time-outs and concurrency, no limit and the JVM's
	 * certificates.
	 * @param baseUri what the paths of the API are appended to
	 * @param key by what the application is let in
	 */
	public HttpApiSettings(URI baseUri, ApiKey key) {
		this(baseUri, key, DEFAULT_CONNECT_TIMEOUT, DEFAULT_READ_TIMEOUT, null, DEFAULT_MAX_CONCURRENT_REQUESTS, null);
	}

	/**
	 * Create settings.
	 */
	public HttpApiSettings {
		String uri = baseUri.toString();
		baseUri = uri.endsWith("/") ? URI.create(uri.substring(0, uri.length() - 1)) : baseUri;
	}

}
