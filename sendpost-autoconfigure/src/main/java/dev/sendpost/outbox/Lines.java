package dev.sendpost.outbox;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Single-line values in one column, a line each.
 */
final class Lines {

	private Lines() {
	}

	static @Nullable String join(List<String> values) {
		return values.isEmpty() ? null : String.join("\n", values);
	}

	static List<String> split(@Nullable String text) {
		return (text != null) ? Arrays.asList(text.split("\n", -1)) : List.of();
	}

	/**
	 * The entries of a map, the name above the value.
	 */
	static @Nullable String join(Map<String, String> values) {
		return join(values.entrySet()
			.stream()
			.flatMap((entry) -> List.of(entry.getKey(), entry.getValue()).stream())
			.toList());
	}

	static Map<String, String> splitPairs(@Nullable String text) {
		List<String> lines = split(text);
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i + 1 < lines.size(); i += 2) {
			values.put(lines.get(i), lines.get(i + 1));
		}
		return values;
	}

}
