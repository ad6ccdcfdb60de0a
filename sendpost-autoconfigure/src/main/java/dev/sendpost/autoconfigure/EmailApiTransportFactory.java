package dev.sendpost.autoconfigure;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.emailapi.EmailApiTransport;

/**
 * Makes transports of the type {@code email-api}.
 */
final class EmailApiTransportFactory implements TransportFactory {

	private final HttpApiSettingsFactory settings;

	private final TransportCredentials credentials;

	EmailApiTransportFactory(HttpApiSettingsFactory settings, TransportCredentials credentials) {
		this.settings = settings;
		this.credentials = credentials;
	}

	@Override
	public String type() {
		return "email-api";
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		EmailApiTransportProperties properties = definition.bind(EmailApiTransportProperties.class);
		return new EmailApiTransport(definition.name(), this.settings.create(definition, properties, null),
				this.credentials);
	}

}
