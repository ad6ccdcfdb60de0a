package dev.sendpost.api.sendry;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

import dev.sendpost.api.ApiProblem;

/**
 * Times in parameters of the query.
 */
final class Times {

	private Times() {
	}

	/**
	 * A time, or a day of UTC.
	 * @param field the name of the parameter
	 * @param text its value
	 * @param days how many days later a day begins for the parameter: 1 for the end of a
	 * period, which the day is part of
	 */
	static Instant parse(String field, String text, int days) {
		try {
			return (text.indexOf('T') < 0)
					? LocalDate.parse(text).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant()
					: OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			throw ApiProblem.invalid(field, "must be a day or a time, such as 2026-01-31 or 2026-01-31T12:00:00Z");
		}
	}

}
