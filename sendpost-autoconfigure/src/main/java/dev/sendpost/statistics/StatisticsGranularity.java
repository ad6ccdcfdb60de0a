package dev.sendpost.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * How long the periods are for which there are counts. They begin and end by UTC.
 */
public enum StatisticsGranularity {

	/** Hours, of the last ninety days, not told apart by anything but sub-account. */
	HOUR(Duration.ofHours(1)),

	/** Days. */
	DAY(Duration.ofDays(1));

	private final Duration length;

	StatisticsGranularity(Duration length) {
		this.length = length;
	}

	/**
	 * How long a period is.
	 * @return the length
	 */
	public Duration length() {
		return this.length;
	}

	/**
	 * When the period begins that a time belongs to.
	 * @param millis the time, in milliseconds since 1970
	 */
	long start(long millis) {
		return Math.floorDiv(millis, this.length.toMillis()) * this.length.toMillis();
	}

	/**
	 * When the period begins that a time belongs to.
	 * @param time the time
	 * @return the beginning
	 */
	public Instant start(Instant time) {
		return Instant.ofEpochMilli(start(time.toEpochMilli()));
	}

}
