package dev.sendpost.template;

import java.util.LinkedHashMap;
import java.util.Map;

import com.samskivert.mustache.Mustache;
import org.jspecify.annotations.Nullable;

/**
 * Values that show what a template looks like: each variable is its name in brackets, and
 * each section is there.
 */
final class SampleValues implements Mustache.Visitor {

	private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

	/**
	 * The values that were found to be needed.
	 */
	Map<String, @Nullable Object> values() {
		return this.values;
	}

	@Override
	public void visitText(String text) {
	}

	@Override
	public void visitVariable(String name) {
		put(this.values, name, "[" + name + "]");
	}

	@Override
	public boolean visitInclude(String name) {
		return false;
	}

	@Override
	public boolean visitSection(String name) {
		put(this.values, name, true);
		return true;
	}

	@Override
	public boolean visitInvertedSection(String name) {
		put(this.values, name, false);
		return true;
	}

	@SuppressWarnings("unchecked")
	private static void put(Map<String, @Nullable Object> values, String name, Object value) {
		int dot = name.indexOf('.');
		if (name.startsWith(".") || name.startsWith("-")) {
			return;
		}
		if (dot < 0) {
			// A text says more than a switch, and serves as one.
			values.merge(name, value, (before, now) -> (before instanceof Boolean) ? now : before);
			return;
		}
		Object nested = values.computeIfAbsent(name.substring(0, dot),
				(absent) -> new LinkedHashMap<String, @Nullable Object>());
		if (!(nested instanceof Map)) {
			nested = new LinkedHashMap<String, @Nullable Object>();
			values.put(name.substring(0, dot), nested);
		}
		put((Map<String, @Nullable Object>) nested, name.substring(dot + 1), value);
	}

}
