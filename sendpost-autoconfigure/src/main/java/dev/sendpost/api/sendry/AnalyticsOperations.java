package dev.sendpost.api.sendry;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsPeriod;
import dev.sendpost.statistics.StatisticsQuery;
import dev.sendpost.statistics.StatisticsSeries;

/**
 * Counts of what became of mail.
 */
final class AnalyticsOperations {

	private final Supplier<MailStatistics> statistics;

	AnalyticsOperations(Supplier<MailStatistics> statistics) {
		this.statistics = statistics;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/analytics", this::read);
	}

	private ApiAnswer read(ApiCall call) {
		if (call.query("domain").isPresent()) {
			throw ApiProblem.invalid("domain", "counts are not told apart by domain here; ask for a tag");
		}
		String granularity = call.query("granularity").orElse("day");
		Function<Instant, String> bucket = bucket(granularity);
		StatisticsQuery query = query(call, granularity.equals("hour"));
		StatisticsSeries series = this.statistics.get().forSubmitter(call.submitter()).find(query);
		Map<String, MailCounts> buckets = new LinkedHashMap<>();
		for (StatisticsPeriod period : series.periods()) {
			buckets.merge(bucket.apply(period.start()), period.counts(), MailCounts::plus);
		}
		List<Map<String, Object>> timeseries = buckets.entrySet().stream().map((entry) -> {
			Map<String, Object> counts = new LinkedHashMap<>();
			counts.put("date", entry.getKey());
			counts.putAll(counts(entry.getValue()));
			return counts;
		}).toList();
		Map<String, Object> analytics = new LinkedHashMap<>();
		analytics.put("summary", summary(series.total()));
		analytics.put("timeseries", timeseries);
		return ApiAnswer.ok(analytics);
	}

	private static StatisticsQuery query(ApiCall call, boolean hours) {
		String from = required(call, "from");
		String to = required(call, "to");
		try {
			StatisticsQuery query = hours
					? StatisticsQuery.hours(Times.parse("from", from, 0), Times.parse("to", to, 1))
					: StatisticsQuery.days(day("from", from), day("to", to));
			return call.query("tag").map(query::tag).orElse(query);
		}
		catch (IllegalArgumentException ex) {
			throw ApiProblem.invalid("from", String.valueOf(ex.getMessage()));
		}
	}

	private static String required(ApiCall call, String name) {
		return call.query(name).orElseThrow(() -> ApiProblem.invalid(name, "is missing"));
	}

	private static LocalDate day(String name, String text) {
		return LocalDate.ofInstant(Times.parse(name, text, 0), ZoneOffset.UTC);
	}

	/**
	 * What the period is called that an hour or a day belongs to.
	 */
	private static Function<Instant, String> bucket(String granularity) {
		Function<Instant, LocalDate> day = (start) -> LocalDate.ofInstant(start, ZoneOffset.UTC);
		return switch (granularity) {
			case "hour" -> Instant::toString;
			case "day" -> (start) -> day.apply(start).toString();
			case "week" ->
				(start) -> day.apply(start).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
			case "month" -> (start) -> day.apply(start).withDayOfMonth(1).toString();
			default -> throw ApiProblem.invalid("granularity", "must be hour, day, week or month");
		};
	}

	private static Map<String, Object> summary(MailCounts counts) {
		Map<String, Object> summary = counts(counts);
		summary.put("delivery_rate", rate(counts.delivered(), counts.sent()));
		summary.put("open_rate", rate(counts.uniqueOpened(), counts.delivered()));
		summary.put("click_rate", rate(counts.uniqueClicked(), counts.delivered()));
		summary.put("bounce_rate", rate(counts.hardBounced(), counts.sent()));
		summary.put("complaint_rate", rate(counts.spam(), counts.delivered()));
		return summary;
	}

	private static Map<String, Object> counts(MailCounts counts) {
		Map<String, Object> named = new LinkedHashMap<>();
		named.put("sent", counts.sent());
		named.put("delivered", counts.delivered());
		named.put("opened", counts.uniqueOpened());
		named.put("clicked", counts.uniqueClicked());
		named.put("bounced", counts.hardBounced());
		named.put("complained", counts.spam());
		return named;
	}

	private static double rate(long part, long all) {
		return (all > 0) ? (double) part / all : 0;
	}

}
