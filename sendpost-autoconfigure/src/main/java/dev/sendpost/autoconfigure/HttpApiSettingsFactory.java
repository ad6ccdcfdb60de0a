package dev.sendpost.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;

import javax.net.ssl.SSLContext;

import dev.sendpost.transport.http.ApiKey;
import dev.sendpost.transport.http.HttpApiSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Makes of its properties where an HTTP e-mail API is and how to speak to it.
 */
final class HttpApiSettingsFactory {

	private static final Log logger = LogFactory.getLog(HttpApiSettingsFactory.class);

	private final @Nullable SslBundles sslBundles;

	HttpApiSettingsFactory(@Nullable SslBundles sslBundles) {
		this.sslBundles = sslBundles;
	}

	/**
	 * Make settings.
	 * @param defaultBaseUrl where the service is, or {@code null} if there is no such
	 * place
	 * @throws InvalidSendpostPropertyException if a property is wrong
	 */
	HttpApiSettings create(TransportDefinition definition, HttpTransportProperties properties,
			@Nullable String defaultBaseUrl) {
		return create(definition, properties, defaultBaseUrl, apiKey(definition, properties));
	}

	/**
	 * Make settings for a service that is entered by something else than an API key.
	 * @param defaultBaseUrl where the service is, or {@code null} if there is no such
	 * place
	 * @param key by what it is entered
	 * @throws InvalidSendpostPropertyException if a property is wrong
	 */
	HttpApiSettings create(TransportDefinition definition, HttpTransportProperties properties,
			@Nullable String defaultBaseUrl, ApiKey key) {
		URI baseUri = baseUri(definition, properties, defaultBaseUrl);
		if ("http".equals(baseUri.getScheme())) {
			logger.warn("Transport '" + definition.name() + "' sends its API key over unencrypted connections, where "
					+ "others can read it. Set '" + definition.property("base-url") + "' to an https URL.");
		}
		return new HttpApiSettings(baseUri, key,
				definition.duration("connect-timeout", properties.connectTimeout(),
						HttpApiSettings.DEFAULT_CONNECT_TIMEOUT),
				definition.duration("read-timeout", properties.readTimeout(), HttpApiSettings.DEFAULT_READ_TIMEOUT),
				requestsPerMinute(definition, properties.requestsPerMinute()),
				maxConcurrentRequests(definition, properties.maxConcurrentRequests()),
				sslContext(definition, properties.ssl().bundle()));
	}

	private static URI baseUri(TransportDefinition definition, HttpTransportProperties properties,
			@Nullable String defaultBaseUrl) {
		String property = definition.property("base-url");
		String baseUrl = StringUtils.hasText(properties.baseUrl()) ? properties.baseUrl() : defaultBaseUrl;
		if (baseUrl == null) {
			throw new InvalidSendpostPropertyException(property, "it is missing",
					"Set it to the URL of the service, up to the part that its documentation starts each path with.");
		}
		definition.requireResolved("base-url", baseUrl);
		try {
			URI uri = new URI(baseUrl);
			boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
			if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
					&& uri.getRawUserInfo() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// Refused below, as other text that is no such URL.
		}
		throw new InvalidSendpostPropertyException(property, "'" + baseUrl + "' is not the URL of a service",
				"Set it to a URL such as https://mail.example.com/api/v1, without a query or credentials.");
	}

	private static ApiKey apiKey(TransportDefinition definition, HttpTransportProperties properties) {
		definition.requireResolved("api-key", properties.apiKey());
		if (!StringUtils.hasText(properties.apiKey())) {
			throw new InvalidSendpostPropertyException(definition.property("api-key"), "it is missing",
					"Set it to your key of the service, best from the environment: ${MAIL_API_KEY}.");
		}
		if (properties.apiKey().chars().anyMatch((character) -> character <= ' ' || character > '~')) {
			throw new InvalidSendpostPropertyException(definition.property("api-key"),
					"it has spaces or characters that no key has", "Copy the key again.");
		}
		return ApiKey.of(properties.apiKey());
	}

	private static @Nullable Integer requestsPerMinute(TransportDefinition definition, @Nullable Integer limit) {
		if (limit != null && limit < 1) {
			throw new InvalidSendpostPropertyException(definition.property("requests-per-minute"),
					"with " + limit + " requests no mail can be sent",
					"Set it to 1 or more, or leave it out for no limit.");
		}
		return limit;
	}

	private static int maxConcurrentRequests(TransportDefinition definition, @Nullable Integer limit) {
		if (limit == null) {
			return HttpApiSettings.DEFAULT_MAX_CONCURRENT_REQUESTS;
		}
		if (limit < 1) {
			throw new InvalidSendpostPropertyException(definition.property("max-concurrent-requests"),
					"with " + limit + " requests no mail can be sent", "Set it to 1 or more, or leave it out for "
							+ HttpApiSettings.DEFAULT_MAX_CONCURRENT_REQUESTS + ".");
		}
		return limit;
	}

	private @Nullable SSLContext sslContext(TransportDefinition definition, @Nullable String bundle) {
		return StringUtils.hasText(bundle) ? definition.sslBundle(bundle, this.sslBundles).createSslContext() : null;
	}

}
