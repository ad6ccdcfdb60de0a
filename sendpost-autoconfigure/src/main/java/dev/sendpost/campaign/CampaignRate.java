package dev.sendpost.campaign;

import java.time.Duration;

import dev.sendpost.campaign.CampaignException.Reason;

/**
 * How fast messages are handed over at most.
 *
 * @param messages how many, 1 or more
 * @param period in what time, one millisecond to one day
 */
public record CampaignRate(int messages, Duration period) {

	/**
	 * Create a rate.
	 * @throws CampaignException if a number is out of its range
	 */
	public CampaignRate {
		if (messages < 1 || period.toMillis() < 1 || period.compareTo(Duration.ofDays(1)) > 0) {
			throw new CampaignException(Reason.INVALID,
					messages + " messages in " + period + " are no rate: it takes 1 or more in up to a day");
		}
	}

	/**
	 * So many a second.
	 * @param messages how many
	 * @return the rate
	 * @throws CampaignException if it is none
	 */
	public static CampaignRate perSecond(int messages) {
		return new CampaignRate(messages, Duration.ofSeconds(1));
	}

	/**
	 * So many a minute.
	 * @param messages how many
	 * @return the rate
	 * @throws CampaignException if it is none
	 */
	public static CampaignRate perMinute(int messages) {
		return new CampaignRate(messages, Duration.ofMinutes(1));
	}

	/**
	 * How many messages to hand over at a time: those of a second, and one at least.
	 */
	int atOnce(int most) {
		double perSecond = this.messages * 1000.0 / this.period.toMillis();
		return (int) Math.max(1, Math.min(most, perSecond));
	}

	/**
	 * How long so many messages take.
	 */
	Duration time(int messages) {
		return Duration.ofMillis((long) Math.ceil((double) this.period.toMillis() * messages / this.messages));
	}

}
