package dev.sendpost.autoconfigure;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.http.ApiKey;
import dev.sendpost.transport.http.HttpApiSettings;
import dev.sendpost.transport.smtpmailer.Mailbox;
import dev.sendpost.transport.smtpmailer.SmtpMailerTransport;
import org.jspecify.annotations.Nullable;

/**
 * Makes transports of the type {@code smtp-mailer}. None is made until somebody has said
 * in so many words that the service may see the password of the mailbox, and none that
 * would show it to others on the way.
 */
final class SmtpMailerTransportFactory implements TransportFactory {

	private static final String BASE_URL = "https://api.i-as.dev";

	private final HttpApiSettingsFactory settings;

	private final TransportCredentials credentials;

	SmtpMailerTransportFactory(HttpApiSettingsFactory settings, TransportCredentials credentials) {
		this.settings = settings;
		this.credentials = credentials;
	}

	@Override
	public String type() {
		return "smtp-mailer";
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		SmtpMailerTransportProperties properties = definition.bind(SmtpMailerTransportProperties.class);
		requireAccepted(definition, properties.passwordIsSentToThirdParty());
		Mailbox mailbox = mailbox(definition, properties);
		String password = definition.headerValue("password", properties.password(),
				"Set it to the password of the mailbox, best from the environment: ${MAIL_PASSWORD}.");
		HttpApiSettings settings = this.settings.create(definition, properties, BASE_URL, ApiKey.of(password));
		if (!"https".equals(settings.baseUri().getScheme())) {
			throw new InvalidSendpostPropertyException(definition.property("base-url"),
					"what is sent to '" + settings.baseUri()
							+ "' is not encrypted, and each request shows the password of the mailbox",
					"Set it to a URL that begins with https:, or leave it out for " + BASE_URL + ".");
		}
		return new SmtpMailerTransport(definition.name(), mailbox, settings, this.credentials);
	}

	private static void requireAccepted(TransportDefinition definition, @Nullable Boolean accepted) {
		if (!Boolean.TRUE.equals(accepted)) {
			throw new InvalidSendpostPropertyException(definition.property("password-is-sent-to-third-party"),
					"it is not true, but SMTP Mailer is shown the password of the mailbox with each e-mail, "
							+ "and could read and send mail with it",
					"Set it to true if you accept that. Otherwise use the type 'smtp', "
							+ "which logs in to the server of the mailbox itself.");
		}
	}

	private static Mailbox mailbox(TransportDefinition definition, SmtpMailerTransportProperties properties) {
		String server = definition.headerValue("server", properties.server(),
				"Set it to the name of the SMTP server of the mailbox, such as smtp.example.com.");
		String email = definition.headerValue("email", properties.email(),
				"Set it to the address of the mailbox, such as you@example.com.");
		if (email.indexOf(':') >= 0) {
			throw new InvalidSendpostPropertyException(definition.property("email"),
					"'" + email + "' has a colon, after which the password would be taken to begin",
					"Set it to the address of the mailbox, such as you@example.com.");
		}
		Integer port = properties.port();
		if (port == null || port < 1 || port > 65535) {
			throw new InvalidSendpostPropertyException(definition.property("port"),
					(port != null) ? port + " is not a port: 1 to 65535 are" : "it is missing",
					"Set it to the port of the SMTP server of the mailbox, usually 587 or 465.");
		}
		Boolean secure = properties.secure();
		if (secure == null) {
			throw new InvalidSendpostPropertyException(definition.property("secure"), "it is missing",
					"Set it to true if the SMTP server expects TLS from the first byte, as on port 465, "
							+ "and to false otherwise.");
		}
		return new Mailbox(server, port, secure, email);
	}

}
