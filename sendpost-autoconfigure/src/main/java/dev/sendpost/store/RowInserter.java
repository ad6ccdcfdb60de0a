package dev.sendpost.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Collects rows for one table and inserts them many to a statement. The numbers of rows
 * to a statement are few, so that drivers find the statements prepared.
 */
public final class RowInserter {

	private static final int[] STATEMENT_SIZES = { 128, 16, 4, 1 };

	private final String insert;

	private final String row;

	private final int columns;

	private final List<@Nullable Object> values = new ArrayList<>();

	/**
	 * Create an inserter.
	 * @param table the table
	 * @param columns its columns
	 */
	public RowInserter(String table, String... columns) {
		this.insert = "insert into " + table + " (" + String.join(", ", columns) + ") values ";
		this.row = "(" + String.join(", ", Collections.nCopies(columns.length, "?")) + ")";
		this.columns = columns.length;
	}

	/**
	 * Add a row.
	 * @param values its values, in the order of the columns
	 */
	public void add(@Nullable Object... values) {
		if (values.length != this.columns) {
			throw new IllegalArgumentException(values.length + " values for " + this.columns + " columns");
		}
		Collections.addAll(this.values, values);
	}

	/**
	 * Insert the rows added so far.
	 * @param jdbc runs the statements
	 */
	public void insert(JdbcTemplate jdbc) {
		int rows = this.values.size() / this.columns;
		int done = 0;
		for (int size : STATEMENT_SIZES) {
			String sql = this.insert + String.join(", ", Collections.nCopies(size, this.row));
			for (; rows - done >= size; done += size) {
				jdbc.update(sql, this.values.subList(done * this.columns, (done + size) * this.columns).toArray());
			}
		}
		this.values.clear();
	}

}
