package dev.sendpost.transport.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads the header {@code Retry-After} (RFC 9110, 10.2.3).
 */
final class RetryAfter {

	/** No service keeps us away for longer. */
	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private RetryAfter() {
	}

	/**
	 * How long to wait: a second to an hour, or {@code null} if the header does not say.
	 * A date counts from the answer's own {@code Date}, so that our clock does not
	 * matter.
	 */
	static @Nullable Duration of(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		Duration wait = value.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
				: until(value.strip(), headers.getFirst(HttpHeaders.DATE));
		if (wait == null) {
			return null;
		}
		if (wait.compareTo(SHORTEST) < 0) {
			return SHORTEST;
		}
		return (wait.compareTo(LONGEST) > 0) ? LONGEST : wait;
	}

	private static @Nullable Duration until(String date, @Nullable String now) {
		try {
			return (now != null) ? Duration.between(parse(now), parse(date)) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static ZonedDateTime parse(String date) {
		return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
	}

}
