package dev.sendpost.autoconfigure;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.http.HttpApiSettings;
import dev.sendpost.transport.sendtrue.SendTrueTransport;

/**
 * Makes transports of the type {@code sendtrue}.
 */
final class SendTrueTransportFactory implements TransportFactory {

	private static final String BASE_URL = "https://api.sendtrue.io/v1";

	private final HttpApiSettingsFactory settings;

	private final TransportCredentials credentials;

	SendTrueTransportFactory(HttpApiSettingsFactory settings, TransportCredentials credentials) {
		this.settings = settings;
		this.credentials = credentials;
	}

	@Override
	public String type() {
		return "sendtrue";
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		SendTrueTransportProperties properties = definition.bind(SendTrueTransportProperties.class);
		HttpApiSettings settings = this.settings.create(definition, properties, BASE_URL);
		String smtpId = definition.headerValue("smtp-id", properties.smtpId(),
				"Set it to the ID of the SMTP configuration that SendTrue is to send by, as your account shows it.");
		return new SendTrueTransport(definition.name(), smtpId, settings, this.credentials);
	}

}
