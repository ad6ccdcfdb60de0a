package dev.sendpost.store;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Inserts rows into one table, many to a statement.
 */
public final class RowInserter {

	private final int columns;

	private final RowStatements statements;

	/**
	 * Create an inserter.
	 * @param table the table
	 * @param columns its columns
	 */
	public RowInserter(String table, String... columns) {
		this.columns = columns.length;
		String insert = "insert into " + table + " (" + String.join(", ", columns) + ") values ";
		String row = "(" + String.join(", ", Collections.nCopies(columns.length, "?")) + ")";
		this.statements = new RowStatements((rows) -> insert + String.join(", ", Collections.nCopies(rows, row)));
	}

	/**
	 * Insert rows, in the current transaction.
	 * @param store where to insert them
	 * @param rows the values of each, in the order of the columns
	 */
	public void insert(Store store, List<@Nullable Object[]> rows) {
		for (@Nullable
		Object[] row : rows) {
			if (row.length != this.columns) {
				throw new IllegalArgumentException(row.length + " values for " + this.columns + " columns");
			}
		}
		this.statements.execute(store, rows);
	}

	/**
	 * The statement for so many rows.
	 */
	String sql(int rows) {
		return this.statements.sql(rows);
	}

}
