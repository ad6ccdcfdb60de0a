package dev.sendpost.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the doors by which other programs hand over mail.
 *
 * @param basePath Path that comes before those of the served APIs. By default there is
 * none.
 * @param maxBodySize Largest body that is accepted by the HTTP doors.
 * @param cors What pages of other origins may do.
 * @param emailApi The door that serves the Email API.
 * @param sendpost The door that serves the API of SendPost.
 * @param sendry The door that serves the API of Sendry.
 * @param sendtrue The door that serves the API of SendTrue.
 * @param smtpMailer The door that serves the API of SMTP Mailer.
 * @param smtpRelay The SMTP relay.
 */
@ConfigurationProperties("sendpost.doors")
record DoorProperties(@DefaultValue("") String basePath, @DefaultValue("30MB") DataSize maxBodySize,
		@DefaultValue Cors cors, @DefaultValue Door emailApi, @DefaultValue Door sendpost, @DefaultValue Door sendry,
		@DefaultValue Door sendtrue, @DefaultValue SmtpMailerDoor smtpMailer,
		@NestedConfigurationProperty @DefaultValue SmtpRelayProperties smtpRelay) {

	/**
	 * The names of the doors that are enabled, as properties and paths have them.
	 */
	List<String> enabled() {
		return Arrays.stream(DoorProperties.class.getRecordComponents())
			.filter((component) -> Switch.class.isAssignableFrom(component.getType()) && door(component).enabled())
			.map(UnknownProperties::dashed)
			.toList();
	}

	private Switch door(RecordComponent component) {
		Method accessor = component.getAccessor();
		ReflectionUtils.makeAccessible(accessor);
		return (Switch) Objects.requireNonNull(ReflectionUtils.invokeMethod(accessor, this));
	}

	/**
	 * What pages of other origins may do.
	 *
	 * @param allowedOrigins Origins whose pages may call the HTTP doors. By default none.
	 */
	record Cors(@DefaultValue List<String> allowedOrigins) {

	}

	/**
	 * What is served only if it is enabled.
	 */
	interface Switch {

		boolean enabled();

	}

	/**
	 * A door.
	 *
	 * @param enabled Whether the API is served.
	 */
	record Door(@DefaultValue("false") boolean enabled) implements Switch {

	}

	/**
	 * A door to SMTP servers that callers name.
	 *
	 * @param enabled Whether the API is served.
	 * @param servers Servers that callers may name, as "host:port". A name must lead to
	 * public addresses only; no other server is connected to.
	 * @param privateServers Servers that callers may name, as "host:port", wherever the
	 * name leads.
	 * @param requireKey Whether callers need an API key. Without one they act for the
	 * default sub-account.
	 * @param requestsPerMinute How many requests one address may make in a minute where
	 * no key is required.
	 * @param allowClearTextPasswords Whether a server gets the password also if it offers
	 * no encryption.
	 * @param concurrency How many messages are sent at a time.
	 * @param timeout How long a server may take for a message, from the connection to the
	 * end.
	 * @param ssl How certificates are checked.
	 */
	record SmtpMailerDoor(@DefaultValue("false") boolean enabled, @DefaultValue List<String> servers,
			@DefaultValue List<String> privateServers, @DefaultValue("true") boolean requireKey,
			@DefaultValue("60") int requestsPerMinute, @DefaultValue("false") boolean allowClearTextPasswords,
			@DefaultValue("20") int concurrency, @DefaultValue("45s") Duration timeout,
			@DefaultValue Ssl ssl) implements Switch {

	}

	/**
	 * How certificates are checked.
	 *
	 * @param bundle SSL bundle that holds the certificates to trust. By default those of
	 * the JDK are.
	 */
	record Ssl(@DefaultValue("") String bundle) {

	}

}
