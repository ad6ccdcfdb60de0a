package dev.sendpost.admin.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;

/**
 * The time zone that somebody types days and times in. Scripts say it in the field
 * {@value #FIELD}; without them it is UTC, as the labels say.
 *
 * @param id the zone
 */
public record ReaderZone(ZoneId id) {

	/** The name of the field. */
	public static final String FIELD = "zone";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.ENGLISH);

	private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH);

	/** Years beyond these are no days of mail, and some databases know none of them. */
	private static final int LAST_YEAR = 9999;

	/**
	 * The zone that a request names.
	 * @param request the request
	 * @return the zone
	 * @throws AdminProblem if there is no such zone
	 */
	public static ReaderZone of(AdminRequest request) {
		return of(request.field(FIELD).orElse("UTC"));
	}

	/**
	 * A zone.
	 * @param name its name, such as {@code Europe/Berlin}
	 * @return the zone
	 * @throws AdminProblem if there is no such zone
	 */
	public static ReaderZone of(String name) {
		try {
			return new ReaderZone(ZoneId.of(name));
		}
		catch (DateTimeException ex) {
			throw AdminProblem.refused("There is no time zone '" + name + "'.");
		}
	}

	/**
	 * When a day begins.
	 * @param text the day, as browsers write it
	 * @param daysLater how many days later
	 * @return the time
	 * @throws DateTimeException if that is no day
	 */
	public Instant day(String text, int daysLater) {
		LocalDate day = LocalDate.parse(text);
		requireYear(day.getYear());
		return day.plusDays(daysLater).atStartOfDay(this.id).toInstant();
	}

	/**
	 * A time.
	 * @param text the day and time, as browsers write it
	 * @return the time
	 * @throws DateTimeException if that is no time
	 */
	public Instant time(String text) {
		LocalDateTime time = LocalDateTime.parse(text);
		requireYear(time.getYear());
		return time.atZone(this.id).toInstant();
	}

	private static void requireYear(int year) {
		if (year < 1 || year > LAST_YEAR) {
			throw new DateTimeException("There is no mail of the year " + year);
		}
	}

	/**
	 * Write a time for somebody in the zone, and what that is in UTC.
	 * @param time the time
	 * @return for example {@code 1 March 2026 at 10:30 (Europe/Berlin), 09:30 UTC}
	 */
	public String write(Instant time) {
		String here = TIME.format(time.atZone(this.id));
		String utc = UTC_TIME.format(time.atOffset(ZoneOffset.UTC));
		if (this.id.getRules().equals(ZoneOffset.UTC.getRules())) {
			return here + " UTC";
		}
		boolean sameDay = time.atZone(this.id).toLocalDate().equals(time.atOffset(ZoneOffset.UTC).toLocalDate());
		return here + " (" + this.id + "), " + (sameDay ? utc : TIME.format(time.atOffset(ZoneOffset.UTC)) + " UTC");
	}

}
