package dev.sendpost.admin.page.audience;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.admin.page.audience.Mistakes.FieldMistake;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignRate;
import dev.sendpost.campaign.SubjectTest;
import dev.sendpost.campaign.SubjectTest.Criterion;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote into the form of a campaign, by the names of its fields.
 */
final class CampaignForm {

	/** The periods of rates that a form offers, in seconds, and what they are called. */
	static final Map<String, String> PERIODS = periods();

	private static final List<String> FIELDS = List.of("name", "from", "replyTo", "subject", "alternatives", "percent",
			"criterion", "decideMinutes", "preheader", "template", "html", "text", "list", "topic", "trackOpens",
			"trackClicks", "rate", "ratePeriod", "unsubscribeUrl");

	/** The list of a campaign for which none is chosen yet. */
	private static final UUID NO_LIST = new UUID(0, 0);

	private static final int DEFAULT_PERCENT = 20;

	private static final int DEFAULT_DECIDE_MINUTES = 240;

	private final Map<String, String> values;

	private CampaignForm(Map<String, String> values) {
		this.values = values;
	}

	private static Map<String, String> periods() {
		Map<String, String> periods = new LinkedHashMap<>();
		periods.put("1", "second");
		periods.put("60", "minute");
		periods.put("3600", "hour");
		periods.put("86400", "day");
		return periods;
	}

	static CampaignForm empty(String list) {
		Map<String, String> values = new LinkedHashMap<>();
		FIELDS.forEach((name) -> values.put(name, ""));
		values.put("list", list);
		values.put("percent", String.valueOf(DEFAULT_PERCENT));
		values.put("decideMinutes", String.valueOf(DEFAULT_DECIDE_MINUTES));
		values.put("ratePeriod", "60");
		return new CampaignForm(values);
	}

	static CampaignForm of(AdminRequest request) {
		Map<String, String> values = new LinkedHashMap<>();
		FIELDS.forEach((name) -> values.put(name, request.field(name).orElse("").replace("\r\n", "\n")));
		return new CampaignForm(values);
	}

	static CampaignForm of(CampaignDetails details) {
		Map<String, String> values = empty(details.list().toString()).values;
		CampaignContent content = details.content();
		values.put("name", details.name());
		values.put("from", written(details.from()));
		values.put("replyTo", details.replyTo().stream().map(EmailAddress::toString).collect(Collectors.joining("\n")));
		values.put("subject", content.subject());
		values.put("preheader", written(content.preheader()));
		values.put("template", written(content.template()));
		values.put("html", written(content.html()));
		values.put("text", written(content.text()));
		values.put("topic", written(details.topic()));
		values.put("trackOpens", written(details.trackOpens()));
		values.put("trackClicks", written(details.trackClicks()));
		values.put("unsubscribeUrl", written(details.unsubscribeUrl()));
		SubjectTest test = details.subjectTest();
		if (test != null) {
			values.put("alternatives", String.join("\n", test.alternatives()));
			values.put("percent", String.valueOf(test.percent()));
			values.put("criterion", test.criterion().name());
			values.put("decideMinutes", String.valueOf(test.decideAfter().toMinutes()));
		}
		CampaignRate rate = details.rate();
		if (rate != null) {
			values.put("rate", String.valueOf(rate.messages()));
			values.put("ratePeriod", seconds(rate.period()));
		}
		return new CampaignForm(values);
	}

	private static String written(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	/**
	 * A period in seconds, which may be less than one.
	 */
	private static String seconds(Duration period) {
		return (period.toMillis() % 1000 == 0) ? String.valueOf(period.toSeconds())
				: String.valueOf(period.toMillis() / 1000.0);
	}

	Map<String, String> values() {
		return this.values;
	}

	private String value(String name) {
		return this.values.getOrDefault(name, "");
	}

	private @Nullable String optional(String name) {
		String value = value(name);
		return value.isEmpty() ? null : value;
	}

	/**
	 * What it means.
	 * @throws FieldMistake if a field makes no sense
	 * @throws dev.sendpost.campaign.CampaignException if that cannot be a campaign
	 */
	CampaignDetails details() {
		String html = optional("html");
		String text = optional("text");
		CampaignContent content = new CampaignContent(value("subject"), optional("preheader"), html, text,
				optional("template"));
		return new CampaignDetails(value("name"), list(), optional("topic"), from(), addresses("replyTo"), content,
				subjectTest(), rate(), optional("unsubscribeUrl"), choice("trackOpens"), choice("trackClicks"));
	}

	/**
	 * As much of it as a reader would see.
	 * @throws FieldMistake if a field makes no sense
	 * @throws dev.sendpost.campaign.CampaignException if that cannot be a campaign
	 */
	CampaignDetails shown() {
		CampaignContent content = new CampaignContent(value("subject"), optional("preheader"), optional("html"),
				optional("text"), optional("template"));
		List<String> alternatives = lines("alternatives");
		return new CampaignDetails("Preview", value("list").isEmpty() ? NO_LIST : list(), null, null, List.of(),
				content, alternatives.isEmpty() ? null : SubjectTest.evenly(alternatives.toArray(String[]::new)), null,
				null, null, null);
	}

	private UUID list() {
		try {
			return UUID.fromString(value("list"));
		}
		catch (IllegalArgumentException ex) {
			throw new FieldMistake("list", "Choose the list that gets it.");
		}
	}

	private @Nullable EmailAddress from() {
		List<EmailAddress> addresses = addresses("from");
		if (addresses.size() > 1) {
			throw new FieldMistake("from", "A campaign is from one address.");
		}
		return addresses.isEmpty() ? null : addresses.get(0);
	}

	private List<EmailAddress> addresses(String field) {
		return addresses(field, value(field));
	}

	/**
	 * Addresses, one on each line.
	 */
	static List<EmailAddress> addresses(String field, String text) {
		return text.lines().map(String::strip).filter((line) -> !line.isEmpty()).map((line) -> {
			try {
				return EmailAddress.parse(line);
			}
			catch (InvalidEmailException ex) {
				throw new FieldMistake(field, Mistakes.text(ex));
			}
		}).toList();
	}

	private List<String> lines(String field) {
		return value(field).lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
	}

	private @Nullable SubjectTest subjectTest() {
		List<String> alternatives = lines("alternatives");
		if (alternatives.isEmpty()) {
			return null;
		}
		Criterion criterion = Arrays.stream(Criterion.values())
			.filter((known) -> known.name().equals(value("criterion")))
			.findFirst()
			.orElse(Criterion.OPENS);
		return new SubjectTest(alternatives, number("percent", Integer::parseInt), criterion,
				Duration.ofMinutes(number("decideMinutes", Integer::parseInt)));
	}

	private @Nullable CampaignRate rate() {
		if (value("rate").isEmpty()) {
			return null;
		}
		double seconds = number("ratePeriod", Double::parseDouble);
		return new CampaignRate(number("rate", Integer::parseInt), Duration.ofMillis(Math.round(seconds * 1000)));
	}

	private <T extends Number> T number(String field, Function<String, T> parser) {
		try {
			return parser.apply(value(field));
		}
		catch (NumberFormatException ex) {
			throw new FieldMistake(field, "'" + value(field) + "' is no whole number.");
		}
	}

	private @Nullable Boolean choice(String field) {
		return value(field).isEmpty() ? null : Boolean.valueOf(value(field));
	}

}
