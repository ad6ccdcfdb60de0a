package dev.sendpost.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

import dev.sendpost.statistics.StatisticsQuery;

/**
 * The time that the overview is about.
 */
public enum OverviewPeriod {

	/** The hours of the last day. */
	DAY("24h", "24 hours", 1, "HH:mm 'UTC'"),

	/** The last seven days, today included. */
	WEEK("7d", "7 days", 7, "EEE d MMM"),

	/** The last thirty days, today included. */
	MONTH("30d", "30 days", 30, "d MMM");

	private final String key;

	private final String title;

	private final int days;

	private final String pattern;

	OverviewPeriod(String key, String title, int days, String pattern) {
		this.key = key;
		this.title = title;
		this.days = days;
		this.pattern = pattern;
	}

	static OverviewPeriod of(String key) {
		return Arrays.stream(values()).filter((period) -> period.key.equals(key)).findFirst().orElse(DAY);
	}

	/**
	 * How links name it.
	 * @return the key
	 */
	public String key() {
		return this.key;
	}

	/**
	 * What it is called.
	 * @return its title
	 */
	public String title() {
		return this.title;
	}

	boolean isHourly() {
		return this == DAY;
	}

	StatisticsQuery query(Instant now) {
		if (isHourly()) {
			return StatisticsQuery.hours(from(now), now);
		}
		LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
		return StatisticsQuery.days(today.minusDays(this.days - 1L), today);
	}

	Instant from(Instant now) {
		return now.minus(Duration.ofDays(this.days));
	}

	String label(Instant start, Locale locale) {
		return DateTimeFormatter.ofPattern(this.pattern, locale).withZone(ZoneOffset.UTC).format(start);
	}

}
