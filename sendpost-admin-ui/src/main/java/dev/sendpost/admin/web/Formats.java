package dev.sendpost.admin.web;

import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;

/**
 * Writes values for people, in the language of the reader.
 */
public final class Formats {

	private static final long KILO = 1000;

	private static final String[] UNITS = { "B", "kB", "MB", "GB" };

	private static final int SECONDS_OF_DAY = 86_400;

	private static final int SECONDS_OF_HOUR = 3600;

	private static final int SECONDS_OF_MINUTE = 60;

	private final Locale locale;

	/**
	 * Create formats.
	 * @param locale the language of the reader
	 */
	public Formats(Locale locale) {
		this.locale = locale;
	}

	/**
	 * A whole number, with its thousands apart.
	 * @param number the number
	 * @return for example {@code 1,234,567}
	 */
	public String number(long number) {
		return NumberFormat.getIntegerInstance(this.locale).format(number);
	}

	/**
	 * What part of a whole something is.
	 * @param part the part
	 * @param whole the whole
	 * @return for example {@code 12.5%}; a dash of nothing
	 */
	public String share(long part, long whole) {
		if (whole == 0) {
			return "\u2013";
		}
		NumberFormat format = NumberFormat.getPercentInstance(this.locale);
		format.setMaximumFractionDigits(1);
		return format.format((double) part / whole);
	}

	/**
	 * A number of octets.
	 * @param octets how many
	 * @return for example {@code 1.2 MB}
	 */
	public String size(long octets) {
		double value = octets;
		int unit = 0;
		while (value >= KILO && unit < UNITS.length - 1) {
			value /= KILO;
			unit++;
		}
		NumberFormat format = NumberFormat.getNumberInstance(this.locale);
		format.setMaximumFractionDigits((unit == 0 || value >= 100) ? 0 : 1);
		return format.format(value) + " " + UNITS[unit];
	}

	/**
	 * How long something takes, to its two greatest units.
	 * @param duration how long
	 * @return for example {@code 2 h 5 min}
	 */
	public String duration(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds < SECONDS_OF_MINUTE) {
			return seconds + " s";
		}
		if (seconds < SECONDS_OF_HOUR) {
			return two(seconds, SECONDS_OF_MINUTE, "min", 1, "s");
		}
		if (seconds < SECONDS_OF_DAY) {
			return two(seconds, SECONDS_OF_HOUR, "h", SECONDS_OF_MINUTE, "min");
		}
		return two(seconds, SECONDS_OF_DAY, "d", SECONDS_OF_HOUR, "h");
	}

	private String two(long seconds, int greater, String greaterUnit, int lesser, String lesserUnit) {
		long rest = (seconds % greater) / lesser;
		return number(seconds / greater) + " " + greaterUnit + ((rest > 0) ? " " + rest + " " + lesserUnit : "");
	}

}
