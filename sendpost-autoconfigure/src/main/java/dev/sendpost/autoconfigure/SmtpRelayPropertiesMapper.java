package dev.sendpost.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import dev.sendpost.relay.RelaySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Makes the settings of the SMTP relay from properties, and names the one that is wrong.
 */
final class SmtpRelayPropertiesMapper {

	private static final String PREFIX = "sendpost.doors.smtp-relay.";

	private static final int MAX_CONNECTIONS = 50_000;

	private static final int MAX_PORT = 65_535;

	/** The share of the heap that messages may take while they are received. */
	private static final int SHARE_OF_MEMORY = 8;

	private SmtpRelayPropertiesMapper() {
	}

	static RelaySettings settings(SmtpRelayProperties properties, Duration shutdownTimeout,
			@Nullable SslBundles sslBundles) {
		SSLContext sslContext = sslContext(properties, sslBundles);
		if (sslContext == null && (properties.requireTls() || properties.tlsPort() != null)) {
			throw new InvalidSendpostPropertyException(PREFIX + "ssl.bundle",
					"it is not set, so that keys would be sent in the clear",
					"Set it to the name of an SSL bundle with the relay's certificate. On a network that you trust, "
							+ "set '" + PREFIX + "require-tls' to false instead, and no 'tls-port'.");
		}
		requirePort("port", properties.port());
		if (properties.tlsPort() != null) {
			requirePort("tls-port", properties.tlsPort());
		}
		return new RelaySettings(hostName(properties), address(properties), properties.port(), properties.tlsPort(),
				sslContext, properties.requireTls(), limits(properties),
				new RelaySettings.Timeouts(positive("login-timeout", properties.loginTimeout()),
						positive("idle-timeout", properties.idleTimeout()),
						positive("message-timeout", properties.messageTimeout()), shutdownTimeout));
	}

	private static RelaySettings.Limits limits(SmtpRelayProperties properties) {
		long messageSize = properties.maxMessageSize().toBytes();
		if (messageSize < 1024 || messageSize > Integer.MAX_VALUE / 2) {
			throw new InvalidSendpostPropertyException(PREFIX + "max-message-size",
					"messages of " + properties.maxMessageSize() + " are not possible", "Set it to 1KB to 1023MB.");
		}
		return new RelaySettings.Limits((int) messageSize, positive("max-recipients", properties.maxRecipients()),
				positive("max-connections", properties.maxConnections()),
				positive("max-connections-per-address", properties.maxConnectionsPerAddress()),
				Math.max(messageSize, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY));
	}

	private static @Nullable SSLContext sslContext(SmtpRelayProperties properties, @Nullable SslBundles sslBundles) {
		String bundle = properties.ssl().bundle();
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		try {
			if (sslBundles == null) {
				throw new NoSuchSslBundleException(bundle, "the application has no SSL bundles");
			}
			return sslBundles.getBundle(bundle).createSslContext();
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidSendpostPropertyException(PREFIX + "ssl.bundle", ex.getMessage(),
					"Define the bundle below 'spring.ssl.bundle', or correct the name.");
		}
	}

	private static String hostName(SmtpRelayProperties properties) {
		if (StringUtils.hasText(properties.hostName())) {
			String name = properties.hostName().strip();
			if (!name.matches("[A-Za-z0-9._-]{1,255}")) {
				throw new InvalidSendpostPropertyException(PREFIX + "host-name", "'" + name + "' is no name of a host",
						"Set it to a name such as smtp.example.com.");
			}
			return name;
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	private static @Nullable InetAddress address(SmtpRelayProperties properties) {
		if (!StringUtils.hasText(properties.address())) {
			return null;
		}
		try {
			return InetAddress.getByName(properties.address().strip());
		}
		catch (UnknownHostException ex) {
			throw new InvalidSendpostPropertyException(PREFIX + "address",
					"'" + properties.address() + "' is no address of this machine",
					"Set it to an address such as 127.0.0.1, or leave it out.");
		}
	}

	private static void requirePort(String property, int port) {
		if (port < 0 || port > MAX_PORT) {
			throw new InvalidSendpostPropertyException(PREFIX + property, port + " is no port",
					"Set it to 1 to " + MAX_PORT + ", or to 0 for a free port.");
		}
	}

	private static int positive(String property, int value) {
		if (value < 1 || value > MAX_CONNECTIONS) {
			throw new InvalidSendpostPropertyException(PREFIX + property, value + " is not possible",
					"Set it to 1 to " + MAX_CONNECTIONS + ".");
		}
		return value;
	}

	private static Duration positive(String property, Duration value) {
		if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
			throw new InvalidSendpostPropertyException(PREFIX + property, value + " is not possible",
					"Set it to more than nothing and up to a day, for example 30s.");
		}
		return value;
	}

}
