package dev.sendpost.autoconfigure;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.sendry.SendryTransport;

/**
 * Makes transports of the type {@code sendry}.
 */
final class SendryTransportFactory implements TransportFactory {

	private final HttpApiSettingsFactory settings;

	private final TransportCredentials credentials;

	SendryTransportFactory(HttpApiSettingsFactory settings, TransportCredentials credentials) {
		this.settings = settings;
		this.credentials = credentials;
	}

	@Override
	public String type() {
		return "sendry";
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		SendryTransportProperties properties = definition.bind(SendryTransportProperties.class);
		return new SendryTransport(definition.name(),
				this.settings.create(definition, properties, SendryTransport.BASE_URL), this.credentials);
	}

}
