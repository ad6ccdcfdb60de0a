package dev.sendpost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Inserts a few rows into several tables by one statement, for PostgreSQL: one round trip
 * instead of one for each table, and atomic without a transaction around it.
 */
public final class CombinedInserter {

	private static final int MAX_KNOWN = 500;

	private final List<RowInserter> tables;

	private final Map<List<Integer>, String> statements = new ConcurrentHashMap<>();

	/**
	 * Create an inserter.
	 * @param tables inserts into each of the tables
	 */
	public CombinedInserter(RowInserter... tables) {
		this.tables = List.of(tables);
	}

	/**
	 * Insert rows in the caller's transaction, or in one of their own.
	 * @param store where to insert them
	 * @param rows the rows of each table, in the order of the tables; some tables may
	 * have none
	 */
	public void insert(Store store, List<? extends List<@Nullable Object[]>> rows) {
		List<Integer> counts = rows.stream().map(List::size).toList();
		List<@Nullable Object> values = new ArrayList<>();
		rows.forEach((table) -> table.forEach((row) -> RowStatements.addAll(values, row)));
		store.executeInCallersTransaction(statement(counts), values);
	}

	private String statement(List<Integer> counts) {
		String known = this.statements.get(counts);
		if (known == null) {
			known = sql(counts);
			if (this.statements.size() < MAX_KNOWN) {
				this.statements.put(counts, known);
			}
		}
		return known;
	}

	private String sql(List<Integer> counts) {
		List<String> inserts = new ArrayList<>();
		for (int i = 0; i < counts.size(); i++) {
			if (counts.get(i) > 0) {
				inserts.add(this.tables.get(i).sql(counts.get(i)));
			}
		}
		StringBuilder sql = new StringBuilder();
		for (int i = 0; i < inserts.size() - 1; i++) {
			sql.append((i == 0) ? "with " : ", ")
				.append("t")
				.append(i)
				.append(" as (")
				.append(inserts.get(i))
				.append(")");
		}
		return sql.append(' ').append(inserts.get(inserts.size() - 1)).toString();
	}

}
