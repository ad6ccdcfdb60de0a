package dev.sendpost.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Updates rows of one table, each with values of its own. PostgreSQL takes many to a
 * statement, the others a batch of statements.
 */
public final class RowUpdater {

	private final String single;

	private final RowStatements statements;

	/**
	 * Create an updater. The table goes by the name {@code t}.
	 * @param table the table
	 * @param set the columns to set, each with its type in PostgreSQL, such as
	 * {@code due_at bigint}
	 * @param where the columns by which a row is found, in the same way
	 * @param more what else is to be set, as SQL, or empty
	 * @param condition what else must hold of a row, as SQL, or empty
	 */
	public RowUpdater(String table, List<String> set, List<String> where, String more, String condition) {
		String and = condition.isEmpty() ? "" : " and " + condition;
		this.single = "update " + table + " t set " + assignments(set, "?", more) + " where " + conditions(where, "?")
				+ and;
		List<String> columns = new ArrayList<>(set);
		columns.addAll(where);
		String first = "("
				+ String.join(", ", columns.stream().map((column) -> "cast(? as " + type(column) + ")").toList()) + ")";
		String other = ", (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
		String names = String.join(", ", columns.stream().map(RowUpdater::name).toList());
		this.statements = new RowStatements(
				(rows) -> "update " + table + " t set " + assignments(set, "v.", more) + " from (values " + first
						+ other.repeat(rows - 1) + ") as v (" + names + ") where " + conditions(where, "v.") + and);
	}

	private static String assignments(List<String> set, String source, String more) {
		List<String> assignments = new ArrayList<>(
				set.stream().map((column) -> name(column) + " = " + value(source, column)).toList());
		if (!more.isEmpty()) {
			assignments.add(more);
		}
		return String.join(", ", assignments);
	}

	private static String conditions(List<String> where, String source) {
		return String.join(" and ",
				where.stream().map((column) -> "t." + name(column) + " = " + value(source, column)).toList());
	}

	private static String value(String source, String column) {
		return source.equals("?") ? source : source + name(column);
	}

	private static String name(String column) {
		return column.substring(0, column.indexOf(' '));
	}

	private static String type(String column) {
		return column.substring(column.indexOf(' ') + 1);
	}

	/**
	 * Update rows, in the current transaction.
	 * @param store where to update them
	 * @param rows for each, the values to set and then those to find it by
	 */
	public void update(Store store, List<@Nullable Object[]> rows) {
		if (store.platform() == StorePlatform.POSTGRESQL) {
			this.statements.execute(store, rows);
		}
		else if (!rows.isEmpty()) {
			store.batchUpdate(this.single, rows);
		}
	}

}
