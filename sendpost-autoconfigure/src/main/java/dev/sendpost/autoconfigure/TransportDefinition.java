package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The properties below one {@code sendpost.transports.<name>}. Each type of transport has
 * properties of its own, so they are bound when the type is known.
 */
final class TransportDefinition {

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("sendpost.transports");

	private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

	private final String name;

	private final ConfigurationPropertyName prefix;

	private final Environment environment;

	private final Binder binder;

	private TransportDefinition(String name, Environment environment, Binder binder) {
		this.name = name;
		this.environment = environment;
		this.prefix = ALL.append(ConfigurationPropertyName.isValid(name) ? name : "[" + name + "]");
		this.binder = binder;
	}

	/**
	 * All transports of the environment, in the order in which they are configured.
	 */
	static List<TransportDefinition> allOf(Environment environment) {
		Binder binder = Binder.get(environment);
		return binder.bind(ALL, Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElseGet(Set::of)
			.stream()
			.map((name) -> new TransportDefinition(name, environment, binder))
			.toList();
	}

	String name() {
		return this.name;
	}

	/**
	 * The type, which a preset implies.
	 */
	@Nullable String type() {
		boolean preset = this.binder.bind(this.prefix.append("preset"), Bindable.of(String.class)).isBound();
		return this.binder.bind(this.prefix.append("type"), Bindable.of(String.class))
			.orElse(preset ? SmtpTransportFactory.TYPE : null);
	}

	/**
	 * The full name of a property of this transport.
	 */
	String property(String name) {
		return this.prefix.append(name).toString();
	}

	/**
	 * Bind the properties, all of which must be known to the type.
	 * @throws InvalidSendpostPropertyException if one is not known, or has none of the
	 * values that it may have
	 */
	<T extends Record> T bind(Class<T> type) {
		String reason = "transports of the type '" + type() + "' have no such property";
		UnknownProperties.below(this.prefix, this.environment)
			.forEach((property) -> UnknownProperties.refuse(property, this.prefix, type, reason));
		try {
			return this.binder.bindOrCreate(this.prefix, Bindable.of(type), BindHandler.DEFAULT);
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof ConversionFailedException failed
					&& failed.getTargetType().getType().isEnum()) {
				throw new InvalidSendpostPropertyException(ex.getName().toString(),
						"'" + failed.getValue() + "' is none of its values",
						"Set it to one of " + values(failed.getTargetType().getType()) + ".");
			}
			throw ex;
		}
	}

	/**
	 * Require that all placeholders in a value were replaced.
	 * @throws InvalidSendpostPropertyException if the value is a placeholder
	 */
	void requireResolved(String name, @Nullable String value) {
		Placeholders.requireResolved(property(name), value);
	}

	/**
	 * A value that must be there and stands in a header field of each request: visible
	 * ASCII characters, between which there may be spaces. It is not shown.
	 * @param advice what to set it to
	 * @throws InvalidSendpostPropertyException if it is missing or has other characters
	 */
	String headerValue(String name, @Nullable String value, String advice) {
		requireResolved(name, value);
		if (!StringUtils.hasText(value)) {
			throw new InvalidSendpostPropertyException(property(name), "it is missing", advice);
		}
		if (!HEADER_VALUE.matcher(value).matches()) {
			throw new InvalidSendpostPropertyException(property(name),
					"it begins or ends with a space, or has characters that no header may have", advice);
		}
		return value;
	}

	/**
	 * A duration that is not too short to be kept.
	 * @throws InvalidSendpostPropertyException if it is
	 */
	Duration duration(String name, @Nullable Duration value, Duration defaultValue) {
		if (value != null && value.toMillis() < 1) {
			throw new InvalidSendpostPropertyException(property(name),
					value + " is too short: it would mean to wait without end, or not at all",
					"Set it to a positive duration such as 10s, or leave it out for " + defaultValue.toSeconds()
							+ "s.");
		}
		return (value != null) ? value : defaultValue;
	}

	/**
	 * The SSL bundle that the transport names.
	 * @throws InvalidSendpostPropertyException if there is none of that name
	 */
	SslBundle sslBundle(String bundle, @Nullable SslBundles sslBundles) {
		if (sslBundles == null) {
			throw new InvalidSendpostPropertyException(property("ssl.bundle"), "the application has no SSL bundles",
					"Do not exclude SslAutoConfiguration, or leave the bundle out.");
		}
		try {
			return sslBundles.getBundle(bundle);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidSendpostPropertyException(property("ssl.bundle"), ex.getMessage(),
					"Define the bundle below 'spring.ssl.bundle', or correct the name.");
		}
	}

	private static List<String> values(Class<?> type) {
		return Arrays.stream(type.getEnumConstants()).map((constant) -> dashed((Enum<?>) constant)).toList();
	}

	/**
	 * A value as it is written in properties.
	 */
	static String dashed(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
