package dev.sendpost.samples.data;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

import dev.sendpost.statistics.StatisticsGranularity;
import dev.sendpost.store.Store;

/**
 * Counts of the days before today. There is no past to count, so they are written where
 * counts are kept.
 */
class SampleHistory {

	private static final int DAYS = 30;

	private static final int HOURS_OF_DAY = 24;

	private static final long SEED = 7;

	private static final String INSERT = "insert into sendpost_statistic (series, sub_account, name, starts_at,"
			+ " processed, sent, delivered, dropped, smtp_dropped, soft_bounced, hard_bounced, opened, unique_opened,"
			+ " machine_opened, clicked, unique_clicked, machine_clicked, unsubscribed, spam)"
			+ " values (?, '', '', ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)";

	private final Random random = new Random(SEED);

	private final Store store;

	SampleHistory(Store store) {
		this.store = store;
	}

	void write() {
		Instant today = this.store.now().truncatedTo(ChronoUnit.DAYS);
		this.store.inOwnTransaction(() -> {
			for (int day = DAYS; day > 0; day--) {
				Instant start = today.minus(Duration.ofDays(day));
				long sent = 0;
				for (int hour = 0; hour < HOURS_OF_DAY; hour++) {
					long hourly = busyness(start, hour) * (80 + this.random.nextInt(40));
					sent += hourly;
					insert(StatisticsGranularity.HOUR, start.plus(Duration.ofHours(hour)), hourly);
				}
				insert(StatisticsGranularity.DAY, start, sent);
			}
			return null;
		});
	}

	/**
	 * Little at night and at the weekend.
	 */
	private static long busyness(Instant day, int hour) {
		boolean weekend = (day.getEpochSecond() / Duration.ofDays(1).toSeconds() + 3) % 7 >= 5;
		long busyness = (hour < 6) ? 1 : (hour < 18) ? 6 : 3;
		return weekend ? (busyness + 1) / 2 : busyness;
	}

	private void insert(StatisticsGranularity granularity, Instant start, long sent) {
		long bounced = sent * (8 + this.random.nextInt(6)) / 1000;
		long delivered = sent - bounced;
		long opened = delivered * (40 + this.random.nextInt(12)) / 100;
		long clicked = opened * (15 + this.random.nextInt(8)) / 100;
		this.store.jdbc()
			.update(INSERT, granularity.name(), start.toEpochMilli(), sent + sent / 200, sent, delivered, sent / 200,
					bounced / 2, bounced - bounced / 2, opened * 5 / 4, opened, opened / 9, clicked * 6 / 5, clicked,
					clicked / 40, sent / 4000);
	}

}
