package dev.sendpost.api.emailapi;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sendpost.EmailSearch;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.statistics.StatisticsQuery;

/**
 * Counts what there is.
 */
final class StatsOperations {

	/** Where counting messages one by one stops. */
	private static final int MAX_COUNTED = 100_000;

	private final EmailApiFeatures features;

	StatsOperations(EmailApiFeatures features) {
		this.features = features;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/stats", this::count);
	}

	private ApiAnswer count(ApiCall call) {
		Submitter submitter = call.submitter();
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("contacts",
				this.features.audiences()
					.get()
					.forSubAccount(submitter.subAccount())
					.contacts()
					.count(ContactSearch.all()));
		addEmailsThisMonth(answer, submitter);
		answer.put("domains", this.features.domains().get().forSubmitter(submitter).count());
		return ApiAnswer.ok(answer);
	}

	private void addEmailsThisMonth(Map<String, Object> answer, Submitter submitter) {
		LocalDate today = LocalDate.ofInstant(this.features.clock().instant(), ZoneOffset.UTC);
		LocalDate first = today.withDayOfMonth(1);
		if (this.features.statistics() != null) {
			answer.put("emailsThisMonth",
					this.features.statistics()
						.forSubmitter(submitter)
						.find(StatisticsQuery.days(first, today))
						.total()
						.processed());
			return;
		}
		int counted = this.features.gateway()
			.forSubmitter(submitter)
			.count(EmailSearch.all().period(first.atStartOfDay(ZoneOffset.UTC).toInstant(), null), MAX_COUNTED + 1);
		answer.put("emailsThisMonth", Math.min(counted, MAX_COUNTED));
		if (counted > MAX_COUNTED) {
			answer.put("emailsThisMonthIsMinimum", true);
		}
	}

}
