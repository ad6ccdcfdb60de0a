package dev.sendpost.admin.page;

import java.text.NumberFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsSeries;
import org.jspecify.annotations.Nullable;

/**
 * What became of mail over time.
 *
 * @param rows the hours or days
 * @param total the counts of all of them
 * @param rates what is watched by those who take mail
 */
public record OverviewNumbers(List<Row> rows, MailCounts total, List<Rate> rates) {

	static final String COMPLAINT_RATE = "complaint rate";

	/** Providers begin to refuse mail when more of it bounces. */
	private static final double BOUNCE_LIMIT = 0.02;

	/** Providers begin to refuse mail when more people complain about it. */
	private static final double COMPLAINT_LIMIT = 0.001;

	static OverviewNumbers of(MailStatistics statistics, OverviewPeriod period, Instant now, Locale locale) {
		StatisticsSeries series = statistics.find(period.query(now));
		MailCounts total = series.total();
		return new OverviewNumbers(
				series.periods()
					.stream()
					.map((part) -> new Row(period.label(part.start(), locale), period.isHourly() ? part.start() : null,
							part.counts()))
					.toList(),
				total, List.of(
						new Rate("bounce rate", total.hardBounced(), total.sent() + total.hardBounced(), BOUNCE_LIMIT,
								locale),
						new Rate(COMPLAINT_RATE, total.spam(), total.sent(), COMPLAINT_LIMIT, locale)));
	}

	/**
	 * The counts of an hour or a day.
	 *
	 * @param label when it was, by UTC
	 * @param hour when the hour began, or {@code null} for a day
	 * @param counts the counts
	 */
	public record Row(String label, @Nullable Instant hour, MailCounts counts) {

	}

	/**
	 * A part of the mail that should be small.
	 *
	 * @param name what it is
	 * @param part how many recipients
	 * @param whole of how many
	 * @param limit the part from which it is too much
	 * @param locale the language of the reader
	 */
	public record Rate(String name, long part, long whole, double limit, Locale locale) {

		/** Of less mail a rate says nothing. */
		private static final long ENOUGH = 100;

		/**
		 * Whether it is too much.
		 * @return whether it is above the limit, of enough mail to tell
		 */
		public boolean over() {
			return this.whole >= ENOUGH && this.part > this.limit * this.whole;
		}

		/**
		 * The rate.
		 * @return the rate in percent, a dash of nothing
		 */
		public String text() {
			return (this.whole > 0) ? percent((double) this.part / this.whole) : "\u2013";
		}

		/**
		 * The limit.
		 * @return the limit in percent
		 */
		public String limitText() {
			return percent(this.limit);
		}

		private String percent(double value) {
			NumberFormat format = NumberFormat.getPercentInstance(this.locale);
			format.setMaximumFractionDigits(2);
			return format.format(value);
		}

	}

}
