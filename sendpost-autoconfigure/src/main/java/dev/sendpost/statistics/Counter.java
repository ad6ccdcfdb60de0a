package dev.sendpost.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is counted, in the order of the components of {@link MailCounts}. A column of the
 * table {@code sendpost_statistic} each.
 */
enum Counter {

	PROCESSED, SENT, DELIVERED, DROPPED, SMTP_DROPPED, SOFT_BOUNCED, HARD_BOUNCED, OPENED, UNIQUE_OPENED,
	MACHINE_OPENED, CLICKED, UNIQUE_CLICKED, MACHINE_CLICKED, UNSUBSCRIBED, SPAM;

	/** The names of all columns, separated by commas. */
	static final String COLUMNS = columns("%s");

	/**
	 * The name of the column.
	 */
	String column() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Something about each column, separated by commas.
	 * @param format where the name of the column goes
	 */
	static String columns(String format) {
		return Arrays.stream(values())
			.map((counter) -> format.replace("%s", counter.column()))
			.collect(Collectors.joining(", "));
	}

}
