package dev.sendpost.template;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How often one rendering may repeat something: lists within lists within lists would
 * take for ever otherwise.
 */
final class Budget {

	private static final int MAX_REPETITIONS = 100_000;

	private int repetitions;

	/**
	 * The same values, with lists that count.
	 */
	Map<String, @Nullable Object> counted(Map<String, ?> values) {
		Map<String, @Nullable Object> counted = new LinkedHashMap<>();
		values.forEach((name, value) -> counted.put(name, countedValue(value)));
		return counted;
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object countedValue(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return counted((Map<String, ?>) map);
		}
		if (value instanceof Collection<?> elements) {
			return (Iterable<@Nullable Object>) () -> new CountedIterator(
					elements.stream().map(this::countedValue).iterator());
		}
		return value;
	}

	private void count() {
		if (++this.repetitions > MAX_REPETITIONS) {
			throw new TemplateException(Reason.TOO_MUCH,
					"the template repeats its sections more than " + MAX_REPETITIONS + " times");
		}
	}

	/**
	 * Counts what it hands out.
	 */
	private final class CountedIterator implements Iterator<@Nullable Object> {

		private final Iterator<? extends @Nullable Object> elements;

		CountedIterator(Iterator<? extends @Nullable Object> elements) {
			this.elements = elements;
		}

		@Override
		public boolean hasNext() {
			return this.elements.hasNext();
		}

		@Override
		public @Nullable Object next() {
			count();
			return this.elements.next();
		}

	}

}
