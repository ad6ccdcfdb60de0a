package dev.sendpost.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Variables whose values are known only when a message is dispatched, such as links of
 * its reader. Until then {@code {{name}}} stands for itself, and the policy that knows
 * the value replaces it. A variable of that name that a message brings comes before.
 *
 * @param names the names, of letters, digits and underscores
 */
public record LateVariables(Set<String> names) {

	/** None. */
	public static final LateVariables NONE = new LateVariables(Set.of());

	/**
	 * Create the variables.
	 */
	public LateVariables {
		names = Set.copyOf(names);
	}

	/**
	 * What is written where a value is to be put.
	 * @param name the name of a variable
	 * @return the placeholder
	 */
	public static String placeholder(String name) {
		return "{{" + name + "}}";
	}

	/**
	 * These variables and others, which come before them.
	 */
	Map<String, @Nullable Object> and(Map<String, ? extends @Nullable Object> others) {
		Map<String, @Nullable Object> all = new HashMap<>();
		this.names.forEach((name) -> all.put(name, placeholder(name)));
		all.putAll(others);
		return all;
	}

}
