package dev.sendpost.api.sendpost;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;

/**
 * The days that a list is about, in UTC, by the parameters {@code from} and {@code to}.
 *
 * @param first the first day
 * @param last the last day, which is included
 */
record Days(LocalDate first, LocalDate last) {

	/**
	 * Read the days.
	 * @param maxDays how many days may lie between them at most
	 * @throws ApiProblem if they are missing, no dates, the wrong way round or too many
	 */
	static Days of(ApiCall call, int maxDays) {
		LocalDate first = date(call, "from");
		LocalDate last = date(call, "to");
		if (last.isBefore(first)) {
			throw ApiProblem.invalid("to", "is before from");
		}
		if (ChronoUnit.DAYS.between(first, last) > maxDays) {
			throw ApiProblem.invalid("to", "is more than " + maxDays + " days after from");
		}
		return new Days(first, last);
	}

	private static LocalDate date(ApiCall call, String name) {
		String value = call.query(name)
			.orElseThrow(() -> ApiProblem.invalid(name, "is missing: give a date such as 2026-01-31"));
		try {
			LocalDate date = LocalDate.parse(value);
			if (date.getYear() >= 1970 && date.getYear() <= 9999) {
				return date;
			}
		}
		catch (DateTimeException ex) {
			// What is no date is said below.
		}
		throw ApiProblem.invalid(name, "must be a date such as 2026-01-31");
	}

}
