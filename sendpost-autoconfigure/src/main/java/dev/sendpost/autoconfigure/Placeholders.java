package dev.sendpost.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds placeholders for which there was nothing: they are left as they are.
 */
final class Placeholders {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}]+)}");

	private Placeholders() {
	}

	/**
	 * Require that all placeholders in a value were replaced.
	 * @throws InvalidSendpostPropertyException if the value is a placeholder
	 */
	static void requireResolved(String property, @Nullable String value) {
		Matcher placeholder = PLACEHOLDER.matcher((value != null) ? value : "");
		if (placeholder.matches()) {
			throw new InvalidSendpostPropertyException(property, placeholder.group(1) + " is not set", "Set "
					+ placeholder.group(1) + " where the application runs, as an environment variable or a property.");
		}
	}

}
