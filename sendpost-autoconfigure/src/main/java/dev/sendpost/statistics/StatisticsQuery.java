package dev.sendpost.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import dev.sendpost.EmailCampaign;
import org.jspecify.annotations.Nullable;

/**
 * Which counts to read.
 *
 * @param granularity how long the periods are
 * @param from when the first period begins
 * @param until when the last period is over
 * @param subAccount the name of the sub-account whose mail is meant, or {@code null} for
 * all mail
 * @param dimension what else is to be told apart, or {@code null}
 * @param value the tag, campaign, transport or provider that is meant, or {@code null} if
 * there is no dimension
 */
public record StatisticsQuery(StatisticsGranularity granularity, Instant from, Instant until,
		@Nullable String subAccount, @Nullable StatisticsDimension dimension, @Nullable String value) {

	/** The most periods of a query. */
	public static final int MAX_PERIODS = 10_000;

	/**
	 * Create a query.
	 * @throws IllegalArgumentException if the periods are not whole, are none, or are
	 * more than {@value #MAX_PERIODS}; or if a dimension is asked for by the hour, or
	 * comes without a value
	 */
	public StatisticsQuery {
		if (!from.equals(granularity.start(from)) || !until.equals(granularity.start(until))) {
			throw new IllegalArgumentException(
					"Statistics of the time from %s until %s: it must begin and end with a whole %s of UTC"
						.formatted(from, until, granularity));
		}
		long periods = (until.toEpochMilli() - from.toEpochMilli()) / granularity.length().toMillis();
		if (periods < 1 || periods > MAX_PERIODS) {
			throw new IllegalArgumentException(
					"Statistics of the time from %s until %s: the number of periods must be 1 to %,d but is %,d"
						.formatted(from, until, MAX_PERIODS, periods));
		}
		if (dimension != null && granularity != StatisticsGranularity.DAY) {
			throw new IllegalArgumentException("There are no counts of a " + dimension
					+ " for each hour, only for each " + StatisticsGranularity.DAY);
		}
		if ((dimension == null) != (value == null)) {
			throw new IllegalArgumentException("A dimension and its value go together");
		}
	}

	/**
	 * Counts of days of UTC.
	 * @param first the first day
	 * @param last the last day, also included
	 * @return the query, for all mail
	 * @throws IllegalArgumentException if the last day is before the first, or the days
	 * are too many
	 */
	public static StatisticsQuery days(LocalDate first, LocalDate last) {
		return new StatisticsQuery(StatisticsGranularity.DAY, first.atStartOfDay(ZoneOffset.UTC).toInstant(),
				last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(), null, null, null);
	}

	/**
	 * Counts of the hours that a time is part of.
	 * @param from the beginning
	 * @param until the end; an hour that begins then is not included
	 * @return the query, for all mail
	 * @throws IllegalArgumentException if the end is not after the beginning, or the
	 * hours are too many
	 */
	public static StatisticsQuery hours(Instant from, Instant until) {
		Instant last = StatisticsGranularity.HOUR.start(until);
		return new StatisticsQuery(StatisticsGranularity.HOUR, StatisticsGranularity.HOUR.start(from),
				last.equals(until) ? until : last.plus(StatisticsGranularity.HOUR.length()), null, null, null);
	}

	/**
	 * Only mail of a sub-account.
	 * @param name its name
	 * @return the narrowed query
	 */
	public StatisticsQuery subAccount(String name) {
		return new StatisticsQuery(this.granularity, this.from, this.until, name, this.dimension, this.value);
	}

	/**
	 * Only mail with a tag.
	 * @param tag the tag
	 * @return the query for it, and no other dimension
	 * @throws IllegalArgumentException if hours are asked for
	 */
	public StatisticsQuery tag(String tag) {
		return dimension(StatisticsDimension.TAG, tag);
	}

	/**
	 * Only mail of a campaign.
	 * @param name the name of the campaign, or that of a variant as
	 * {@link EmailCampaign#toString()} has it
	 * @return the query for it, and no other dimension
	 * @throws IllegalArgumentException if hours are asked for
	 */
	public StatisticsQuery campaign(String name) {
		return dimension(StatisticsDimension.CAMPAIGN, name);
	}

	/**
	 * Only mail by a transport.
	 * @param name the name of the transport
	 * @return the query for it, and no other dimension
	 * @throws IllegalArgumentException if hours are asked for
	 */
	public StatisticsQuery transport(String name) {
		return dimension(StatisticsDimension.TRANSPORT, name);
	}

	/**
	 * Only recipients at a provider.
	 * @param name the name of the provider
	 * @return the query for it, and no other dimension
	 * @throws IllegalArgumentException if hours are asked for
	 */
	public StatisticsQuery provider(String name) {
		return dimension(StatisticsDimension.PROVIDER, name);
	}

	private StatisticsQuery dimension(StatisticsDimension dimension, String value) {
		return new StatisticsQuery(this.granularity, this.from, this.until, this.subAccount, dimension, value);
	}

}
