package dev.sendpost.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;

/**
 * How much a new route sends to each recipient provider a day, so that providers come to
 * know it.
 *
 * @param start the first day, in UTC; before it the route sends nothing
 * @param dailyCaps the most recipients of one provider on the first day, the second, and
 * so on; after the last there is no cap
 */
public record WarmUpPlan(LocalDate start, List<Integer> dailyCaps) {

	/**
	 * Create a plan.
	 * @throws IllegalArgumentException if there is no cap, or one is below 1
	 */
	public WarmUpPlan {
		dailyCaps = List.copyOf(dailyCaps);
		if (dailyCaps.isEmpty()) {
			throw new IllegalArgumentException("there is no daily cap");
		}
		dailyCaps.forEach((cap) -> {
			if (cap < 1) {
				throw new IllegalArgumentException("a daily cap must be 1 or more but one is " + cap);
			}
		});
	}

	/**
	 * The cap of a day.
	 * @return the most recipients of one provider, or empty if there is no limit any more
	 */
	OptionalInt cap(LocalDate day) {
		long number = ChronoUnit.DAYS.between(this.start, day);
		if (number >= this.dailyCaps.size()) {
			return OptionalInt.empty();
		}
		return OptionalInt.of((number < 0) ? 0 : this.dailyCaps.get((int) number));
	}

	/**
	 * The day of a moment.
	 */
	static LocalDate day(Instant time) {
		return LocalDate.ofInstant(time, ZoneOffset.UTC);
	}

	/**
	 * When there may be room again for what exceeds the cap of a day.
	 */
	Instant roomAfter(LocalDate day) {
		LocalDate next = day.isBefore(this.start) ? this.start : day.plusDays(1);
		return next.atStartOfDay(ZoneOffset.UTC).toInstant();
	}

}
