package dev.sendpost.autoconfigure;

import java.util.Arrays;
import java.util.stream.Collectors;

import javax.net.ssl.SSLSocketFactory;

import dev.sendpost.mime.MailSigner;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpPreset;
import dev.sendpost.transport.smtp.SmtpSettings;
import dev.sendpost.transport.smtp.SmtpTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Makes transports of the type {@code smtp}.
 */
final class SmtpTransportFactory implements TransportFactory {

	static final String TYPE = "smtp";

	/** The known services, as they are written in properties. */
	static final String PRESETS = Arrays.stream(SmtpPreset.values())
		.map(TransportDefinition::dashed)
		.collect(Collectors.joining(" or "));

	private final @Nullable SslBundles sslBundles;

	private final MailSigner signer;

	private final ReturnPath returnPath;

	private final TransportCredentials credentials;

	SmtpTransportFactory(@Nullable SslBundles sslBundles, MailSigner signer, ReturnPath returnPath,
			TransportCredentials credentials) {
		this.sslBundles = sslBundles;
		this.signer = signer;
		this.returnPath = returnPath;
		this.credentials = credentials;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public MailTransport create(TransportDefinition definition) {
		SmtpTransportProperties properties = definition.bind(SmtpTransportProperties.class);
		SmtpEncryption encryption = encryption(properties);
		SmtpSettings defaults = SmtpSettings.of(host(definition, properties), port(definition, properties, encryption),
				encryption);
		SmtpSettings settings = defaults.withPool(pool(definition, properties.pool()))
			.withTimeouts(
					definition.duration("connect-timeout", properties.connectTimeout(), defaults.connectTimeout()),
					definition.duration("read-timeout", properties.readTimeout(), defaults.readTimeout()),
					definition.duration("write-timeout", properties.writeTimeout(), defaults.writeTimeout()))
			.withLocalAddress(StringUtils.hasText(properties.localAddress()) ? properties.localAddress() : null)
			.withProperties(properties.properties());
		return new SmtpTransport(definition.name(),
				credentials(settings, definition, properties)
					.withSslSocketFactory(sslSocketFactory(definition, properties, encryption)),
				this.signer, this.returnPath, this.credentials);
	}

	private static String host(TransportDefinition definition, SmtpTransportProperties properties) {
		if (StringUtils.hasText(properties.host())) {
			return properties.host();
		}
		if (properties.preset() == null) {
			throw new InvalidSendpostPropertyException(definition.property("host"), "it is missing",
					"Set it to the name of your SMTP server, or set '" + definition.property("preset")
							+ "' to a known service: " + PRESETS + ".");
		}
		return properties.preset().host();
	}

	private static int port(TransportDefinition definition, SmtpTransportProperties properties,
			SmtpEncryption encryption) {
		int port = or(properties.port(), encryption.defaultPort());
		if (port < 1 || port > 65535) {
			throw new InvalidSendpostPropertyException(definition.property("port"),
					port + " is not a port: 1 to 65535 are",
					"Set it to the port of your SMTP server, usually 587, 465 or 25.");
		}
		return port;
	}

	private static SmtpEncryption encryption(SmtpTransportProperties properties) {
		if (properties.encryption() != null) {
			return properties.encryption();
		}
		if (properties.preset() != null) {
			return properties.preset().encryption();
		}
		return StringUtils.hasLength(properties.password()) ? SmtpEncryption.STARTTLS_REQUIRED
				: SmtpEncryption.STARTTLS;
	}

	private static SmtpSettings credentials(SmtpSettings settings, TransportDefinition definition,
			SmtpTransportProperties properties) {
		SmtpPreset preset = properties.preset();
		definition.requireResolved("username", properties.username());
		definition.requireResolved("password", properties.password());
		String username = StringUtils.hasLength(properties.username()) ? properties.username()
				: (preset != null) ? preset.username() : null;
		String password = StringUtils.hasLength(properties.password()) ? properties.password() : null;
		if (password == null && (username != null || preset != null)) {
			throw new InvalidSendpostPropertyException(definition.property("password"),
					(preset != null)
							? "it is missing, and " + TransportDefinition.dashed(preset) + " accepts no mail without it"
							: "it is missing, but '" + definition.property("username") + "' is set",
					(preset == SmtpPreset.SENDRY) ? "Set it to a Sendry API key with the scope sending_access."
							: "Set it, best from the environment: ${MAIL_PASSWORD}.");
		}
		if (username == null && password != null) {
			throw new InvalidSendpostPropertyException(definition.property("username"),
					"it is missing, but '" + definition.property("password") + "' is set",
					"Set it to the user name that belongs to the password.");
		}
		return settings.withCredentials(username, password);
	}

	private @Nullable SSLSocketFactory sslSocketFactory(TransportDefinition definition,
			SmtpTransportProperties properties, SmtpEncryption encryption) {
		String bundle = properties.ssl().bundle();
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		if (encryption == SmtpEncryption.NONE) {
			throw new InvalidSendpostPropertyException(definition.property("ssl.bundle"),
					"it is set, but '" + definition.property("encryption") + "' is none",
					"Set the encryption to starttls-required or tls, or leave the bundle out.");
		}
		return definition.sslBundle(bundle, this.sslBundles).createSslContext().getSocketFactory();
	}

	private static SmtpSettings.Pool pool(TransportDefinition definition,
			SmtpTransportProperties.PoolProperties properties) {
		SmtpSettings.Pool defaults = SmtpSettings.Pool.DEFAULT;
		int maxConnections = or(properties.maxConnections(), defaults.maxConnections());
		if (maxConnections < 1) {
			throw new InvalidSendpostPropertyException(definition.property("pool.max-connections"),
					"with " + maxConnections + " connections no mail can be sent",
					"Set it to 1 or more, or leave it out for " + defaults.maxConnections() + ".");
		}
		return new SmtpSettings.Pool(maxConnections,
				definition.duration("pool.max-wait", properties.maxWait(), defaults.maxWait()),
				definition.duration("pool.idle-timeout", properties.idleTimeout(), defaults.idleTimeout()));
	}

	private static <T> T or(@Nullable T value, T defaultValue) {
		return (value != null) ? value : defaultValue;
	}

}
