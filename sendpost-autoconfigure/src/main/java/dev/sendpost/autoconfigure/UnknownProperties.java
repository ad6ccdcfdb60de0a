package dev.sendpost.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties that nothing would read, because a record of properties has no such
 * component. Variables of the system's environment are passed over: one that has nothing
 * to do with the application may begin alike.
 */
final class UnknownProperties {

	private UnknownProperties() {
	}

	/**
	 * All names below another one, less those of the system's environment.
	 */
	static List<ConfigurationPropertyName> below(ConfigurationPropertyName prefix, Environment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter((source) -> !isSystemEnvironment(source))
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter(prefix::isAncestorOf)
			.toList();
	}

	private static boolean isSystemEnvironment(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	/**
	 * Refuse a name that leads nowhere.
	 * @param name the full name
	 * @param prefix what the record is bound to
	 * @param type the record
	 * @param reason what is wrong with such a name
	 * @throws InvalidSendpostPropertyException if the record has no such component, at
	 * whatever depth
	 */
	static void refuse(ConfigurationPropertyName name, ConfigurationPropertyName prefix, Class<? extends Record> type,
			String reason) {
		String advice = advice(name, prefix.getNumberOfElements(), type);
		if (advice != null) {
			throw new InvalidSendpostPropertyException(name.toString(), reason, "Correct or remove it. " + advice);
		}
	}

	/**
	 * What to write instead, or {@code null} if the name is known.
	 */
	private static @Nullable String advice(ConfigurationPropertyName name, int depth, Type type) {
		if (depth == name.getNumberOfElements()) {
			return null;
		}
		if (type instanceof ParameterizedType parameterized) {
			Type[] arguments = parameterized.getActualTypeArguments();
			Type element = arguments[arguments.length - 1];
			if (parameterized.getRawType() == Map.class) {
				return isRecord(element) ? advice(name, depth + 1, element) : null;
			}
			return name.isNumericIndex(depth) ? advice(name, depth + 1, element)
					: "'" + name.chop(depth) + "' is a list, whose first element is '" + name.chop(depth) + "[0]'.";
		}
		if (!isRecord(type)) {
			return "Nothing stands below '" + name.chop(depth) + "'.";
		}
		RecordComponent[] components = ((Class<?>) type).getRecordComponents();
		for (RecordComponent component : components) {
			if (isNamed(dashed(component), name, depth)) {
				return advice(name, depth + 1, component.getGenericType());
			}
		}
		return known(name.chop(depth), Arrays.stream(components).map(UnknownProperties::dashed).toList());
	}

	/**
	 * Whether an element of a name is a certain one, however it is spelled.
	 */
	static boolean isNamed(String dashed, ConfigurationPropertyName name, int index) {
		return ConfigurationPropertyName.of(dashed)
			.getElement(0, Form.UNIFORM)
			.equals(name.getElement(index, Form.UNIFORM));
	}

	static String known(ConfigurationPropertyName level, List<String> names) {
		return "Known below '" + level + "' are " + names + ".";
	}

	static String dashed(RecordComponent component) {
		return DataObjectPropertyName.toDashedForm(component.getName());
	}

	private static boolean isRecord(Type type) {
		return type instanceof Class<?> candidate && candidate.isRecord();
	}

}
