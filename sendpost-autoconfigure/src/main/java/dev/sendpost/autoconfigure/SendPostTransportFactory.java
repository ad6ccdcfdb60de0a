package dev.sendpost.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.sendpost.SendPostSettings;
import dev.sendpost.transport.sendpost.SendPostTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes transports of the type {@code sendpost}.
 */
final class SendPostTransportFactory implements TransportFactory {

	private final HttpApiSettingsFactory settings;

	private final TransportCredentials credentials;

	SendPostTransportFactory(HttpApiSettingsFactory settings, TransportCredentials credentials) {
		this.settings = settings;
		this.credentials = credentials;
	}

	@Override
	public String type() {
		return "sendpost";
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		SendPostTransportProperties properties = definition.bind(SendPostTransportProperties.class);
		SendPostSettings settings = new SendPostSettings(
				StringUtils.hasText(properties.ipPool()) ? properties.ipPool() : null,
				webhookEndpoint(definition, properties.webhookEndpoint()));
		return new SendPostTransport(definition.name(),
				this.settings.create(definition, properties, SendPostTransport.BASE_URL), settings, this.credentials);
	}

	private static @Nullable String webhookEndpoint(TransportDefinition definition, @Nullable String url) {
		if (!StringUtils.hasText(url)) {
			return null;
		}
		definition.requireResolved("webhook-endpoint", url);
		try {
			URI uri = new URI(url);
			if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null) {
				return url;
			}
		}
		catch (URISyntaxException ex) {
			// Refused below, as other text that is no such URL.
		}
		throw new InvalidSendpostPropertyException(definition.property("webhook-endpoint"),
				"'" + url + "' is not a URL that the service can report to",
				"Set it to a URL such as https://www.example.com/sendpost/webhooks/sendpost, or leave it out.");
	}

}
