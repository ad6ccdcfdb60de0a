package dev.sendpost.api.sendpost;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiHandler;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsPeriod;
import dev.sendpost.statistics.StatisticsQuery;
import dev.sendpost.statistics.StatisticsSeries;
import dev.sendpost.subaccount.SubAccounts;

/**
 * The statistics of the account and of its sub-accounts, by day or as a sum, of all
 * groups or of one.
 */
final class StatOperations {

	private static final int MAX_DAYS_LISTED = 31;

	private static final int MAX_DAYS_SUMMED = 366;

	private static final int MAX_GROUP_LENGTH = 100;

	private final Supplier<MailStatistics> statistics;

	private final SubAccounts subAccounts;

	StatOperations(Supplier<MailStatistics> statistics, SubAccounts subAccounts) {
		this.statistics = statistics;
		this.subAccounts = subAccounts;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/stat", checked(this::listOfAccount));
		routes.get("/stat/aggregate", checked(this::sumOfAccount));
		routes.get("/stat/group", checked(this::listOfGroup));
		routes.get("/stat/aggregate/group", checked(this::sumOfGroup));
		routes.get("/subaccount/stat/{subaccount_id}", checked(this::listOfSubAccount));
		routes.get("/subaccount/stat/{subaccount_id}/aggregate", checked(this::sumOfSubAccount));
		routes.get("/subaccount/stat/{subaccount_id}/group", checked(this::sumOfGroupOfSubAccount));
	}

	/**
	 * Statistics have a status of their own for parameters that make no sense.
	 */
	private static ApiHandler checked(ApiHandler handler) {
		return (call) -> {
			try {
				return handler.handle(call);
			}
			catch (ApiProblem ex) {
				if (ex.kind() == Kind.INVALID) {
					return SendPostDoor.answer(ex, 400);
				}
				throw ex;
			}
		};
	}

	private ApiAnswer listOfAccount(ApiCall call) {
		return list(find(call, listed(call)), "stat", JavaSdk.isCalling(call) ? "spams" : "spam");
	}

	private ApiAnswer sumOfAccount(ApiCall call) {
		return ApiAnswer.ok(counts(find(call, summed(call)).total(), "spams"));
	}

	private ApiAnswer listOfGroup(ApiCall call) {
		return list(find(call, listed(call).tag(group(call))), JavaSdk.isCalling(call) ? "stats" : "stat", "spam");
	}

	private ApiAnswer sumOfGroup(ApiCall call) {
		return ApiAnswer.ok(counts(find(call, summed(call).tag(group(call))).total(), "spam"));
	}

	private ApiAnswer listOfSubAccount(ApiCall call) {
		StatisticsQuery query = listed(call).subAccount(subAccount(call));
		return list(find(call, query), JavaSdk.isCalling(call) ? "stats" : "stat", "spam");
	}

	private ApiAnswer sumOfSubAccount(ApiCall call) {
		return ApiAnswer.ok(counts(find(call, summed(call).subAccount(subAccount(call))).total(), "spam"));
	}

	private ApiAnswer sumOfGroupOfSubAccount(ApiCall call) {
		StatisticsQuery query = summed(call).subAccount(subAccount(call)).tag(group(call));
		return ApiAnswer.ok(counts(find(call, query).total(), "spam"));
	}

	private String subAccount(ApiCall call) {
		return SubAccountOperations.require(call, this.subAccounts.forSubmitter(call.submitter())).name();
	}

	private static String group(ApiCall call) {
		String group = call.query("group").orElseThrow(() -> ApiProblem.invalid("group", "is missing"));
		if (group.length() > MAX_GROUP_LENGTH) {
			throw ApiProblem.invalid("group", "is longer than " + MAX_GROUP_LENGTH + " characters");
		}
		return group;
	}

	private static StatisticsQuery listed(ApiCall call) {
		return query(Days.of(call, MAX_DAYS_LISTED));
	}

	private static StatisticsQuery summed(ApiCall call) {
		return query(Days.of(call, MAX_DAYS_SUMMED));
	}

	private static StatisticsQuery query(Days days) {
		return StatisticsQuery.days(days.first(), days.last());
	}

	private StatisticsSeries find(ApiCall call, StatisticsQuery query) {
		return this.statistics.get().forSubmitter(call.submitter()).find(query);
	}

	private static ApiAnswer list(StatisticsSeries series, String name, String spam) {
		return ApiAnswer.ok(series.periods().stream().map((period) -> day(period, name, spam)).toList());
	}

	private static Map<String, Object> day(StatisticsPeriod period, String name, String spam) {
		Map<String, Object> day = new LinkedHashMap<>();
		day.put("date", LocalDate.ofInstant(period.start(), ZoneOffset.UTC).toString());
		day.put(name, counts(period.counts(), spam));
		return day;
	}

	private static Map<String, Long> counts(MailCounts counts, String spam) {
		Map<String, Long> named = new LinkedHashMap<>();
		named.put("processed", counts.processed());
		named.put("sent", counts.sent());
		named.put("delivered", counts.delivered());
		named.put("dropped", counts.dropped());
		named.put("smtpDropped", counts.smtpDropped());
		named.put("hardBounced", counts.hardBounced());
		named.put("softBounced", counts.softBounced());
		named.put("opened", counts.opened());
		named.put("clicked", counts.clicked());
		named.put("unsubscribed", counts.unsubscribed());
		named.put(spam, counts.spam());
		return named;
	}

}
