package dev.sendpost.store;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Deletes rows of one table by their keys: on PostgreSQL by one statement, on other
 * platforms by a batch.
 */
public final class RowDeleter {

	private final String single;

	private final RowStatements statements;

	/**
	 * Create a deleter.
	 * @param table the table
	 * @param key the columns by which a row is found, each with its type in PostgreSQL,
	 * such as {@code id uuid}
	 */
	public RowDeleter(String table, List<String> key) {
		List<String> names = key.stream().map((column) -> column.substring(0, column.indexOf(' '))).toList();
		this.single = "delete from " + table + " where "
				+ String.join(" and ", names.stream().map((name) -> name + " = ?").toList());
		String first = "(" + String.join(", ",
				key.stream().map((column) -> "cast(? as " + column.substring(column.indexOf(' ') + 1) + ")").toList())
				+ ")";
		String other = ", (" + String.join(", ", Collections.nCopies(key.size(), "?")) + ")";
		this.statements = new RowStatements((rows) -> "delete from " + table + " t using (values " + first
				+ other.repeat(rows - 1) + ") as v (" + String.join(", ", names) + ") where "
				+ String.join(" and ", names.stream().map((name) -> "t." + name + " = v." + name).toList()));
	}

	/**
	 * Delete rows, in the current transaction. Those that do not exist are passed over.
	 * @param store where to delete them
	 * @param keys the values to find each by
	 */
	public void delete(Store store, List<@Nullable Object[]> keys) {
		if (store.platform() == StorePlatform.POSTGRESQL) {
			this.statements.execute(store, keys);
		}
		else if (!keys.isEmpty()) {
			store.batchUpdate(this.single, keys);
		}
	}

}
