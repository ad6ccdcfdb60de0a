package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSocketFactory;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.api.smtpmailer.SmtpMailerLimits;
import dev.sendpost.autoconfigure.DoorProperties.SmtpMailerDoor;
import dev.sendpost.egress.HostResolver;
import dev.sendpost.egress.ServerAddress;
import dev.sendpost.egress.ServerList;
import dev.sendpost.limit.TokenBuckets;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Makes the settings of the door to callers' SMTP servers from properties, and names the
 * property that is wrong.
 */
final class SmtpMailerDoorMapper {

	static final String PREFIX = "sendpost.doors.smtp-mailer.";

	/** A request holds a thread for as long. */
	private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

	private SmtpMailerDoorMapper() {
	}

	static void requireLibrary(@Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent("org.eclipse.angus.mail.smtp.SMTPTransport", classLoader)) {
			throw new InvalidSendpostPropertyException(PREFIX + "enabled",
					"the door needs a library that is not there: org.eclipse.angus:angus-mail",
					"Add it to the application, or set it to 'false'.");
		}
	}

	static ServerList servers(SmtpMailerDoor properties) {
		if (properties.servers().isEmpty() && properties.privateServers().isEmpty()) {
			throw new InvalidSendpostPropertyException(PREFIX + "servers",
					"it is empty, and the door would be for nobody: callers may name only servers that are listed",
					"List the SMTP servers of your callers, such as smtp.example.com:587.");
		}
		return new ServerList(servers("servers", properties.servers()),
				servers("private-servers", properties.privateServers()), HostResolver.SYSTEM);
	}

	private static List<ServerAddress> servers(String property, List<String> notations) {
		List<ServerAddress> servers = new ArrayList<>();
		for (int i = 0; i < notations.size(); i++) {
			try {
				servers.add(ServerAddress.parse(notations.get(i)));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSendpostPropertyException(PREFIX + property + "[" + i + "]", ex.getMessage(),
						"Write the exact name or address of the server, a colon and the port.");
			}
		}
		return servers;
	}

	static SmtpMailerLimits limits(SmtpMailerDoor properties, @Nullable TokenBuckets buckets) {
		if (properties.concurrency() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "concurrency",
					"with " + properties.concurrency() + " at a time no message can be sent", "Set it to 1 or more.");
		}
		if (properties.requestsPerMinute() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "requests-per-minute",
					"with " + properties.requestsPerMinute() + " no message can be sent", "Set it to 1 or more.");
		}
		if (!properties.requireKey() && buckets == null) {
			throw new InvalidSendpostPropertyException(PREFIX + "require-key",
					"callers without a key are limited by their addresses, which needs a library that is not there",
					"Add the dependency 'com.bucket4j:bucket4j_jdk17-core', or set it to true.");
		}
		return new SmtpMailerLimits(properties.concurrency(), properties.requireKey() ? null : buckets,
				properties.requestsPerMinute(), Ticker.systemTicker());
	}

	static Duration timeout(SmtpMailerDoor properties) {
		Duration timeout = properties.timeout();
		if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
			throw new InvalidSendpostPropertyException(PREFIX + "timeout", timeout + " is no time to wait for a server",
					"Set it to a duration such as 45s, and to 1m at most.");
		}
		return timeout;
	}

	static @Nullable SSLSocketFactory ssl(SmtpMailerDoor properties, @Nullable SslBundles bundles) {
		String bundle = properties.ssl().bundle();
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		if (bundles == null) {
			throw noBundle(bundle);
		}
		try {
			return bundles.getBundle(bundle).createSslContext().getSocketFactory();
		}
		catch (NoSuchSslBundleException ex) {
			throw noBundle(bundle);
		}
	}

	private static InvalidSendpostPropertyException noBundle(String bundle) {
		return new InvalidSendpostPropertyException(PREFIX + "ssl.bundle", "there is no SSL bundle '" + bundle + "'",
				"Define it below 'spring.ssl.bundle', or correct the name.");
	}

}
