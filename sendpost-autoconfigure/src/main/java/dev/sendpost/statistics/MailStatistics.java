package dev.sendpost.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.store.Store;

/**
 * How many messages came to what. Facts are counted some seconds after they are recorded,
 * under the time at which they happened. Mail of test keys is not counted.
 */
public final class MailStatistics {

	private static final String SUMS = Counter.columns("sum(%s) as %s");

	private static final String PERIOD = " where series = ? and starts_at >= ? and starts_at < ?";

	private final Store store;

	private final Submitter submitter;

	/**
	 * Create statistics of all mail.
	 * @param store where the counts are
	 */
	public MailStatistics(Store store) {
		this(store, Submitter.account());
	}

	private MailStatistics(Store store, Submitter submitter) {
		this.store = store;
		this.submitter = submitter;
	}

	/**
	 * What a submitter may see of these: a sub-account its own mail, the bearer of a test
	 * key nothing.
	 * @param submitter the submitter
	 * @return its statistics
	 */
	public MailStatistics forSubmitter(Submitter submitter) {
		return new MailStatistics(this.store, submitter);
	}

	/**
	 * Counts over time.
	 * @param query which
	 * @return the counts
	 * @throws InvalidEmailException with the field {@code subAccount} if the query names
	 * a sub-account that does not concern the submitter
	 */
	public StatisticsSeries find(StatisticsQuery query) {
		String subAccount = subAccount(query);
		Map<Long, MailCounts> found = new HashMap<>();
		if (!this.submitter.test()) {
			this.store.jdbc()
				.query("select starts_at, " + Counter.COLUMNS + " from sendpost_statistic" + PERIOD
						+ " and sub_account = ? and name = ?", (row) -> {
							found.put(row.getLong("starts_at"), MailCounts.read(row));
						}, series(query), query.from().toEpochMilli(), query.until().toEpochMilli(), subAccount,
						Objects.requireNonNullElse(query.value(), Cells.ALL));
		}
		List<StatisticsPeriod> periods = new ArrayList<>();
		MailCounts total = MailCounts.ZERO;
		for (Instant start = query.from(); start
			.isBefore(query.until()); start = start.plus(query.granularity().length())) {
			MailCounts counts = found.getOrDefault(start.toEpochMilli(), MailCounts.ZERO);
			periods.add(new StatisticsPeriod(start, counts));
			total = total.plus(counts);
		}
		return new StatisticsSeries(periods, total);
	}

	/**
	 * The counts of the day so far, by UTC and the clock of the database.
	 * @return the counts
	 */
	public MailCounts today() {
		LocalDate today = LocalDate.ofInstant(this.store.now(), ZoneOffset.UTC);
		return find(StatisticsQuery.days(today, today)).total();
	}

	/**
	 * The totals of each tag, campaign, transport or provider.
	 * @param dimension what to tell apart
	 * @param query days, and perhaps a sub-account, without a dimension
	 * @return those that have any, by name
	 * @throws IllegalArgumentException if the query is for hours, or names a dimension
	 * itself
	 * @throws InvalidEmailException with the field {@code subAccount} if the query names
	 * a sub-account that does not concern the submitter
	 */
	public Map<String, MailCounts> totals(StatisticsDimension dimension, StatisticsQuery query) {
		requirePlainDays(query);
		String subAccount = subAccount(query);
		return this.submitter.test() ? Map.of()
				: totals("name", PERIOD + " and sub_account = ?", dimension.name(), query, subAccount);
	}

	/**
	 * The totals of each sub-account that the submitter may see.
	 * @param query days, without a sub-account and a dimension
	 * @return those that have any, by name
	 * @throws IllegalArgumentException if the query is for hours, or names more
	 */
	public Map<String, MailCounts> totalsOfSubAccounts(StatisticsQuery query) {
		requirePlainDays(query);
		if (query.subAccount() != null) {
			throw new IllegalArgumentException(
					"The totals of all sub-accounts cannot be those of '" + query.subAccount() + "' alone");
		}
		if (this.submitter.test()) {
			return Map.of();
		}
		return this.submitter.wholeAccount()
				? totals("sub_account", PERIOD + " and sub_account <> ?", StatisticsGranularity.DAY.name(), query,
						Cells.ALL)
				: totals("sub_account", PERIOD + " and sub_account = ?", StatisticsGranularity.DAY.name(), query,
						this.submitter.subAccount());
	}

	private static void requirePlainDays(StatisticsQuery query) {
		if (query.granularity() != StatisticsGranularity.DAY || query.dimension() != null) {
			throw new IllegalArgumentException("Totals are told apart for days, and by one thing at a time");
		}
	}

	private Map<String, MailCounts> totals(String by, String where, String series, StatisticsQuery query,
			String subAccount) {
		Map<String, MailCounts> totals = new TreeMap<>();
		this.store.jdbc()
			.query("select " + by + " as told_apart, " + SUMS + " from sendpost_statistic" + where + " group by " + by,
					(row) -> {
						MailCounts counts = MailCounts.read(row);
						if (!counts.equals(MailCounts.ZERO)) {
							totals.put(row.getString("told_apart"), counts);
						}
					}, series, query.from().toEpochMilli(), query.until().toEpochMilli(), subAccount);
		return totals;
	}

	private static String series(StatisticsQuery query) {
		return (query.dimension() != null) ? query.dimension().name() : query.granularity().name();
	}

	private String subAccount(StatisticsQuery query) {
		String asked = query.subAccount();
		if (asked != null) {
			return this.submitter.narrowedTo(asked).subAccount();
		}
		return this.submitter.wholeAccount() ? Cells.ALL : this.submitter.subAccount();
	}

}
