package dev.sendpost.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Finds properties that nothing would read, because a record of properties has no such
 * component, and values where only further names can stand: Spring Boot would show them,
 * and they may be secrets that were written a level too high. Variables of the system's
 * environment may lead nowhere: one that has nothing to do with the application may begin
 * alike.
 */
final class UnknownProperties {

	private UnknownProperties() {
	}

	/**
	 * All properties whose names are below another one.
	 */
	static List<ConfigurationProperty> below(ConfigurationPropertyName prefix, Environment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream()
				.filter(prefix::isAncestorOf)
				.map(source::getConfigurationProperty)
				.flatMap(Stream::ofNullable))
			.toList();
	}

	/**
	 * Whether a property may lead nowhere.
	 */
	static boolean mayBeUnknown(ConfigurationProperty property) {
		ConfigurationPropertySource source = property.getSource();
		return source != null && source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	/**
	 * Refuse a property that leads nowhere, or to where no value can stand.
	 * @param property the property
	 * @param prefix what the record is bound to
	 * @param type the record
	 * @param reason what is wrong with a name that leads nowhere
	 * @throws InvalidSendpostPropertyException if the record has no such component, at
	 * whatever depth, or it is one that consists of others
	 */
	static void refuse(ConfigurationProperty property, ConfigurationPropertyName prefix, Class<? extends Record> type,
			String reason) {
		int depth = prefix.getNumberOfElements();
		ConfigurationPropertyName name = property.getName();
		if (mayBeUnknown(property) && name.getNumberOfElements() == depth) {
			return;
		}
		String advice = advice(property, depth, type);
		if (advice != null && !mayBeUnknown(property)) {
			throw new InvalidSendpostPropertyException(name.toString(), reason, "Correct or remove it. " + advice);
		}
	}

	/**
	 * What to write instead, or {@code null} if the name is known.
	 */
	private static @Nullable String advice(ConfigurationProperty property, int depth, Type type) {
		ConfigurationPropertyName name = property.getName();
		if (depth == name.getNumberOfElements()) {
			requireNoValue(property, type);
			return null;
		}
		if (type instanceof ParameterizedType parameterized) {
			Type[] arguments = parameterized.getActualTypeArguments();
			Type element = arguments[arguments.length - 1];
			if (parameterized.getRawType() == Map.class) {
				return isRecord(element) ? advice(property, depth + 1, element) : null;
			}
			return name.isNumericIndex(depth) ? advice(property, depth + 1, element)
					: "'" + name.chop(depth) + "' is a list, whose first element is '" + name.chop(depth) + "[0]'.";
		}
		if (!isRecord(type)) {
			return "Nothing stands below '" + name.chop(depth) + "'.";
		}
		RecordComponent[] components = ((Class<?>) type).getRecordComponents();
		for (RecordComponent component : components) {
			if (isNamed(dashed(component), name, depth)) {
				return advice(property, depth + 1, component.getGenericType());
			}
		}
		return known(name.chop(depth), dashed(components));
	}

	/*
	 * An empty value is what a YAML file gives where nothing stands below a name.
	 */
	private static void requireNoValue(ConfigurationProperty property, Type type) {
		if (!consistsOfOthers(type) || !StringUtils.hasText(String.valueOf(property.getValue()))) {
			return;
		}
		ConfigurationPropertyName name = property.getName();
		throw new InvalidSendpostPropertyException(name.toString(), "it has no value itself",
				"Set what stands below it. "
						+ (isRecord(type) ? known(name, dashed(((Class<?>) type).getRecordComponents()))
								: "There, names or numbers of your own are followed by what is set."));
	}

	private static boolean consistsOfOthers(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			Type[] arguments = parameterized.getActualTypeArguments();
			return parameterized.getRawType() == Map.class || isRecord(arguments[arguments.length - 1]);
		}
		return isRecord(type);
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

	private static List<String> dashed(RecordComponent[] components) {
		return Arrays.stream(components).map(UnknownProperties::dashed).toList();
	}

	static String dashed(RecordComponent component) {
		return DataObjectPropertyName.toDashedForm(component.getName());
	}

	private static boolean isRecord(Type type) {
		return type instanceof Class<?> candidate && candidate.isRecord();
	}

}
