package dev.sendpost.statistics;

import java.util.Comparator;

/**
 * The key of a row of counts.
 *
 * @param series the name of a {@link StatisticsGranularity} or a
 * {@link StatisticsDimension}
 * @param subAccount the sub-account, or {@link Cells#ALL}
 * @param name the value of the dimension, or {@link Cells#ALL}
 * @param start when the hour or day begins
 */
record Cell(String series, String subAccount, String name, long start) implements Comparable<Cell> {

	private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::series)
		.thenComparing(Cell::subAccount)
		.thenComparing(Cell::name)
		.thenComparingLong(Cell::start);

	@Override
	public int compareTo(Cell other) {
		return ORDER.compare(this, other);
	}

}
