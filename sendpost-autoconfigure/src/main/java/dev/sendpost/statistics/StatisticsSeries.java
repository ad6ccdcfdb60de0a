package dev.sendpost.statistics;

import java.util.List;

/**
 * Counts over time.
 *
 * @param periods each period that was asked for, in order, also those without any mail
 * @param total the sums of the periods
 */
public record StatisticsSeries(List<StatisticsPeriod> periods, MailCounts total) {

	/**
	 * Create a series.
	 */
	public StatisticsSeries {
		periods = List.copyOf(periods);
	}

}
