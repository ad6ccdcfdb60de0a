package dev.sendpost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Copies the values of variables, so that no message changes after it was made. Maps and
 * lists are copied in depth; other objects are taken as they are.
 */
final class Variables {

	static final int MAX_NAME_LENGTH = 100;

	/** How deep maps and lists may hold each other. */
	private static final int MAX_DEPTH = 20;

	private Variables() {
	}

	static @Nullable Object copy(String name, @Nullable Object value) {
		if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
			throw new InvalidEmailException("variables",
					"%s is not a name: it must have 1 to " + MAX_NAME_LENGTH + " characters", name);
		}
		return copy(name, value, 1);
	}

	private static @Nullable Object copy(String name, @Nullable Object value, int depth) {
		if (depth > MAX_DEPTH) {
			throw new InvalidEmailException("variables",
					"%s holds lists and maps within each other, more than " + MAX_DEPTH + " deep", name);
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, element) -> copy.put(String.valueOf(key), copy(name, element, depth + 1)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof Collection<?> elements) {
			List<@Nullable Object> copy = new ArrayList<>(elements.size());
			elements.forEach((element) -> copy.add(copy(name, element, depth + 1)));
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

}
