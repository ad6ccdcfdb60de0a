package dev.sendpost.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

import dev.sendpost.store.Columns;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Changes of counts, gathered in memory to be written together.
 */
final class Cells {

	/** All sub-accounts, or no dimension. */
	static final String ALL = "";

	/** All providers without a name. */
	static final String OTHER_PROVIDER = "other";

	private static final String KEY = "series, sub_account, name, starts_at";

	private static final int MAX_NAME_LENGTH = 100;

	private final String table;

	private final LongPredicate times;

	private final Map<Cell, long[]> changes = new HashMap<>();

	/**
	 * Create changes.
	 * @param table where they belong
	 * @param times what times are counted, in milliseconds since 1970
	 */
	Cells(String table, LongPredicate times) {
		this.table = table;
		this.times = times;
	}

	/**
	 * Count a recipient of a message.
	 * @param message the message
	 * @param counter what for
	 * @param time when it came to that
	 * @param provider the provider of the recipient, or {@code null} if it is not known
	 * who that was
	 * @param transport the name of the transport, or {@code null}
	 * @param by 1, or -1 to take it back
	 */
	void add(CountedMessage message, Counter counter, long time, @Nullable String provider, @Nullable String transport,
			int by) {
		if (!this.times.test(time)) {
			return;
		}
		long day = StatisticsGranularity.DAY.start(time);
		String subAccount = message.subAccount();
		add(StatisticsGranularity.HOUR.name(), subAccount, ALL, StatisticsGranularity.HOUR.start(time), counter, by);
		add(StatisticsGranularity.DAY.name(), subAccount, ALL, day, counter, by);
		for (String tag : message.tags()) {
			add(StatisticsDimension.TAG.name(), subAccount, tag, day, counter, by);
		}
		for (String campaign : message.campaigns()) {
			add(StatisticsDimension.CAMPAIGN.name(), subAccount, campaign, day, counter, by);
		}
		if (provider != null) {
			add(StatisticsDimension.PROVIDER.name(), subAccount, provider, day, counter, by);
		}
		if (transport != null) {
			add(StatisticsDimension.TRANSPORT.name(), subAccount, transport, day, counter, by);
		}
	}

	private void add(String series, String subAccount, String name, long start, Counter counter, int by) {
		this.changes.computeIfAbsent(new Cell(series, subAccount, name, start),
				(absent) -> new long[Counter.values().length])[counter.ordinal()] += by;
	}

	/**
	 * Write what has gathered, and that of all sub-accounts together, in the current
	 * transaction.
	 */
	void write(Store store) {
		Map<Cell, long[]> all = new TreeMap<>();
		this.changes.forEach((cell, counts) -> {
			if (Arrays.stream(counts).anyMatch((count) -> count != 0)) {
				String name = Columns.fitted(cell.name(), MAX_NAME_LENGTH);
				merge(all, new Cell(cell.series(), cell.subAccount(), name, cell.start()), counts);
				merge(all, new Cell(cell.series(), ALL, name, cell.start()), counts);
			}
		});
		List<@Nullable Object[]> rows = new ArrayList<>();
		List<@Nullable Object[]> updates = new ArrayList<>();
		all.forEach((cell, counts) -> {
			rows.add(row(cell, new long[counts.length]));
			updates.add(update(cell, counts));
		});
		new RowInserter(this.table, (KEY + ", " + Counter.COLUMNS).split(", ")).insertIfAbsent(store, rows);
		if (!updates.isEmpty()) {
			store.batchUpdate("update " + this.table + " set " + Counter.columns("%s = %s + ?")
					+ " where series = ? and sub_account = ? and name = ? and starts_at = ?", updates);
		}
		this.changes.clear();
	}

	private static void merge(Map<Cell, long[]> all, Cell cell, long[] counts) {
		long[] sums = all.computeIfAbsent(cell, (absent) -> new long[counts.length]);
		for (int i = 0; i < counts.length; i++) {
			sums[i] += counts[i];
		}
	}

	private static @Nullable Object[] row(Cell cell, long[] counts) {
		List<@Nullable Object> values = new ArrayList<>(
				List.of(cell.series(), cell.subAccount(), cell.name(), cell.start()));
		Arrays.stream(counts).forEach(values::add);
		return values.toArray();
	}

	private static @Nullable Object[] update(Cell cell, long[] counts) {
		List<@Nullable Object> values = new ArrayList<>();
		Arrays.stream(counts).forEach(values::add);
		values.addAll(List.of(cell.series(), cell.subAccount(), cell.name(), cell.start()));
		return values.toArray();
	}

}
