package dev.sendpost.limit;

import java.time.Duration;

/**
 * How much may happen in a time.
 *
 * @param amount how much, 1 or more
 * @param period in what time
 */
public record Rate(long amount, Duration period) {

	/**
	 * Create a rate.
	 * @throws IllegalArgumentException if the amount or the period is not positive
	 */
	public Rate {
		if (amount < 1 || period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("a rate must be positive but is " + amount + " in " + period);
		}
	}

	@Override
	public String toString() {
		return this.amount + "/" + this.period;
	}

}
