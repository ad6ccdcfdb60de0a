package dev.sendpost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Statements that take several rows at once. The numbers of rows are few, so that drivers
 * find the statements prepared.
 */
final class RowStatements {

	private static final int[] SIZES = { 128, 64, 32, 16, 8, 4, 2, 1 };

	private final IntFunction<String> sql;

	private final Map<Integer, String> known = new ConcurrentHashMap<>();

	/**
	 * Create statements.
	 * @param sql writes the statement for a number of rows
	 */
	RowStatements(IntFunction<String> sql) {
		this.sql = sql;
	}

	String sql(int rows) {
		return this.known.computeIfAbsent(rows, this.sql::apply);
	}

	/**
	 * Execute the statements for rows.
	 * @return how many rows they changed
	 */
	int execute(Store store, List<@Nullable Object[]> rows) {
		int done = 0;
		int changed = 0;
		for (int size : SIZES) {
			for (; rows.size() - done >= size; done += size) {
				List<@Nullable Object> values = new ArrayList<>();
				rows.subList(done, done + size).forEach((row) -> addAll(values, row));
				changed += store.update(sql(size), values);
			}
		}
		return changed;
	}

	static void addAll(List<@Nullable Object> values, @Nullable Object[] row) {
		for (Object value : row) {
			values.add(value);
		}
	}

}
