package dev.sendpost.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Inserts rows into one table, many to a statement.
 */
public final class RowInserter {

	private final String table;

	private final String names;

	private final int columns;

	private final RowStatements statements;

	private final Map<StorePlatform, RowStatements> ifAbsent = new ConcurrentHashMap<>();

	/**
	 * Create an inserter.
	 * @param table the table
	 * @param columns its columns
	 */
	public RowInserter(String table, String... columns) {
		this.table = table;
		this.names = String.join(", ", columns);
		this.columns = columns.length;
		this.statements = new RowStatements((rows) -> "insert " + into(rows));
	}

	private String into(int rows) {
		String row = "(" + String.join(", ", Collections.nCopies(this.columns, "?")) + ")";
		return "into " + this.table + " (" + this.names + ") values "
				+ String.join(", ", Collections.nCopies(rows, row));
	}

	/**
	 * Insert rows, in the current transaction.
	 * @param store where to insert them
	 * @param rows the values of each, in the order of the columns
	 */
	public void insert(Store store, List<@Nullable Object[]> rows) {
		requireComplete(rows);
		this.statements.execute(store, rows);
	}

	/**
	 * Insert those rows whose key does not exist yet, in the current transaction.
	 * @param store where to insert them
	 * @param rows the values of each, in the order of the columns
	 * @return how many were inserted
	 */
	public int insertIfAbsent(Store store, List<@Nullable Object[]> rows) {
		requireComplete(rows);
		if (store.platform() == StorePlatform.H2) {
			return (int) rows.stream().filter((row) -> store.insertIfAbsent(this.table, this.names, row)).count();
		}
		return this.ifAbsent
			.computeIfAbsent(store.platform(),
					(platform) -> new RowStatements((count) -> platform.insertIfAbsent(into(count))))
			.execute(store, rows);
	}

	private void requireComplete(List<@Nullable Object[]> rows) {
		for (@Nullable
		Object[] row : rows) {
			if (row.length != this.columns) {
				throw new IllegalArgumentException(row.length + " values for " + this.columns + " columns");
			}
		}
	}

	/**
	 * The statement for so many rows.
	 */
	String sql(int rows) {
		return this.statements.sql(rows);
	}

}
