package dev.sendpost.audience;

import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Parameters of statements about many rows.
 */
final class Marks {

	/** Of how many values a statement is, so that drivers find it prepared. */
	private static final int[] SIZES = { 1, 4, 16, 64, 256, 1000 };

	private Marks() {
	}

	/**
	 * Write a condition that a column is among values, and add them to the parameters.
	 * @param values 1 to 1,000 values
	 */
	static String among(String column, List<?> values, Collection<Object> parameters) {
		int size = SIZES[0];
		for (int i = 1; size < values.size(); i++) {
			size = SIZES[i];
		}
		for (int i = 0; i < size; i++) {
			parameters.add(values.get(Math.min(i, values.size() - 1)));
		}
		return column + " in (" + String.join(", ", Collections.nCopies(size, "?")) + ")";
	}

}
