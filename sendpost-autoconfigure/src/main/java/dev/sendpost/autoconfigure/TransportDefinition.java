package dev.sendpost.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * The properties below one {@code sendpost.transports.<name>}. Each type of transport has
 * properties of its own, so they are bound when the type is known.
 */
final class TransportDefinition {

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("sendpost.transports");

	private final String name;

	private final ConfigurationPropertyName prefix;

	private final Binder binder;

	private TransportDefinition(String name, Binder binder) {
		this.name = name;
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
			.map((name) -> new TransportDefinition(name, binder))
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
	 * @throws InvalidSendpostPropertyException if one is not known
	 */
	<T extends Record> T bind(Class<T> type) {
		try {
			return this.binder.bindOrCreate(this.prefix, Bindable.of(type),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw unknown(unbound.getUnboundProperties().iterator().next(), type);
			}
			throw ex;
		}
	}

	/**
	 * The value of an unknown property is not shown: it may be a misspelt password.
	 */
	private InvalidSendpostPropertyException unknown(ConfigurationProperty property, Class<? extends Record> type) {
		List<String> known = Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.toList();
		return new InvalidSendpostPropertyException(property.getName().toString(),
				"transports of the type '" + type() + "' have no such property",
				"Correct or remove it. Known below '" + this.prefix + "' are " + known + ".");
	}

}
