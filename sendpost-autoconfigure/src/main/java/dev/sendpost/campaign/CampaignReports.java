package dev.sendpost.campaign;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.sendpost.EmailCampaign;
import dev.sendpost.campaign.CampaignResults.Source;
import dev.sendpost.campaign.SubjectTest.Criterion;
import dev.sendpost.statistics.CampaignCounts;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsQuery;
import dev.sendpost.statistics.StatisticsSeries;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Tells what became of campaigns: by the statistics, or where there are none by the log.
 */
final class CampaignReports {

	/** How many days after its beginning are told apart. */
	private static final int MAX_DAYS = 30;

	private final Store store;

	private final @Nullable MailStatistics statistics;

	CampaignReports(Store store, @Nullable MailStatistics statistics) {
		this.store = store;
		this.statistics = statistics;
	}

	CampaignResults results(String subAccount, Campaign campaign) {
		return (this.statistics != null && !campaign.test()) ? counted(subAccount, campaign, this.statistics)
				: logged(subAccount, campaign);
	}

	private CampaignResults logged(String subAccount, Campaign campaign) {
		Map<String, MailCounts> variants = new TreeMap<>(
				new CampaignCounts(this.store).count(subAccount, campaign.id().toString()));
		MailCounts total = variants.values().stream().reduce(MailCounts.ZERO, MailCounts::plus);
		variants.remove(CampaignCounts.NO_VARIANT);
		return new CampaignResults(total, variants, Source.LOG);
	}

	private CampaignResults counted(String subAccount, Campaign campaign, MailStatistics statistics) {
		Map<String, MailCounts> variants = new TreeMap<>();
		Instant startedAt = campaign.startedAt();
		SubjectTest test = campaign.details().subjectTest();
		if (startedAt == null) {
			return new CampaignResults(MailCounts.ZERO, variants, Source.STATISTICS);
		}
		// The clock that dates messages may be another than that of the database.
		StatisticsQuery days = StatisticsQuery.days(day(startedAt).minusDays(1), day(this.store.now()).plusDays(1))
			.subAccount(subAccount);
		String name = campaign.id().toString();
		for (int i = 0; test != null && i <= test.alternatives().size(); i++) {
			String variant = Variants.letter(i);
			MailCounts counts = statistics.find(days.campaign(new EmailCampaign(name, variant).toString())).total();
			if (!counts.equals(MailCounts.ZERO)) {
				variants.put(variant, counts);
			}
		}
		return new CampaignResults(statistics.find(days.campaign(name)).total(), variants, Source.STATISTICS);
	}

	/**
	 * Counts day by day since a campaign began, by the statistics.
	 */
	Optional<StatisticsSeries> days(String subAccount, Campaign campaign) {
		Instant startedAt = campaign.startedAt();
		if (this.statistics == null || campaign.test() || startedAt == null) {
			return Optional.empty();
		}
		LocalDate first = day(startedAt);
		LocalDate today = day(this.store.now());
		LocalDate last = today.isAfter(first.plusDays(MAX_DAYS - 1)) ? first.plusDays(MAX_DAYS - 1) : today;
		return Optional.of(this.statistics.find(StatisticsQuery.days(first, last.isBefore(first) ? first : last)
			.subAccount(subAccount)
			.campaign(campaign.id().toString())));
	}

	/**
	 * The variant with the best part of those who got it; the first of those that are
	 * equal. Other mail that names the campaign has no part in it.
	 */
	String winner(StoredCampaign stored) {
		Campaign campaign = stored.campaign();
		SubjectTest test = campaign.details().subjectTest();
		String best = Variants.letter(0);
		if (test == null) {
			return best;
		}
		Map<String, MailCounts> variants = new CampaignCounts(this.store).count(stored.subAccount(),
				campaign.id().toString());
		double most = 0;
		for (int i = 0; i <= test.alternatives().size(); i++) {
			MailCounts of = variants.getOrDefault(Variants.letter(i), MailCounts.ZERO);
			long reached = (test.criterion() == Criterion.OPENS) ? of.uniqueOpened() : of.uniqueClicked();
			double part = (double) reached / Math.max(1, of.processed());
			if (part > most) {
				most = part;
				best = Variants.letter(i);
			}
		}
		return best;
	}

	private static LocalDate day(Instant time) {
		return LocalDate.ofInstant(time, ZoneOffset.UTC);
	}

}
