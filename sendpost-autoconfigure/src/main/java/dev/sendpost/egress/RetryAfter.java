package dev.sendpost.egress;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Reads the header {@code Retry-After} (RFC 9110, 10.2.3).
 */
public final class RetryAfter {

	private RetryAfter() {
	}

	/**
	 * How long to wait. A date counts from the answer's own, so that our clock does not
	 * matter.
	 * @param retryAfter the header {@code Retry-After}, or {@code null}
	 * @param date the header {@code Date}, or {@code null}
	 * @return how long: not at all if the date is past; {@code null} if the headers do
	 * not say
	 */
	public static @Nullable Duration parse(@Nullable String retryAfter, @Nullable String date) {
		if (retryAfter == null) {
			return null;
		}
		String value = retryAfter.strip();
		if (value.matches("\\d{1,9}")) {
			return Duration.ofSeconds(Long.parseLong(value));
		}
		try {
			Duration wait = (date != null) ? Duration.between(parse(date), parse(value)) : null;
			return (wait != null && wait.isNegative()) ? Duration.ZERO : wait;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static ZonedDateTime parse(String date) {
		return ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
	}

}
