package dev.sendpost.webhook.inbound.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WebhookFormats}.
 */
class WebhookFormatsTests {

	private static final Instant SECOND = Instant.parse("2026-03-01T10:15:30Z");

	/** Whose events list whom the message was addressed to. */
	private static final Set<String> NAMES_NOBODY = Set.of("resend", "sendry");

	static Stream<WebhookExample> examples() {
		return WebhookExample.all().stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void eachDocumentedEventIsRead(WebhookExample example) {
		ReportedEvent event = only(example.format().read(example.body("p-1", "Ann@Example.com"), Map.of()));
		assertThat(String.valueOf(event.meaning()))
			.isEqualTo(example.meaning().equals("UNKNOWN") ? "null" : example.meaning());
		assertThat((event.statusCode() != null) ? event.statusCode().toString() : "-").isEqualTo(example.code());
		assertThat(event.type()).isNotEmpty().isNotEqualTo("untyped");
		if (event.meaning() == null) {
			return;
		}
		assertThat(event.providerMessageIds()).contains("p-1");
		assertThat(event.recipient())
			.isEqualTo(NAMES_NOBODY.contains(example.provider()) ? null : EmailAddress.parse("Ann@example.com"));
		assertThat(event.occurredAt()).isNotNull().isBetween(SECOND, SECOND.plusSeconds(2));
		boolean engaged = event.meaning() == DeliveryEventType.OPENED || event.meaning() == DeliveryEventType.CLICKED;
		assertThat(event.engagement() != null).isEqualTo(engaged);
		if (event.engagement() != null) {
			assertThat(event.engagement().automated()).isEqualTo(example.automated());
		}
		if (event.meaning() == DeliveryEventType.CLICKED) {
			assertThat(event.engagement()).extracting(Engagement::url).asString().startsWith("https://acme.example/");
		}
	}

	@Test
	void whatAServerSaidIsKeptWordForWord() {
		ReportedEvent event = read("mailgun", "failed for good");
		assertThat(event.serverText()).isEqualTo("550 5.1.1 No such user");
		assertThat(event.reason()).isEqualTo("bounce");
		assertThat(read("ses", "permanent bounce").serverText()).isEqualTo("550 5.1.1 user unknown");
		assertThat(read("sendpost", "soft bounced").serverText()).isEqualTo("452 4.2.2 The mailbox is full");
	}

	@Test
	void eventsAreIdentifiedByWhatTheProviderIdentifiesThemBy() {
		assertThat(read("sendgrid", "open").id()).isEqualTo("sg-4");
		assertThat(read("ses", "delivery").id()).isEqualTo("sns-2/0");
		assertThat(read("brevo", "delivered").id()).isNull();
		WebhookExample sent = WebhookExample.of("resend").get(0);
		assertThat(sent.format().headers()).containsExactly("svix-id");
		assertThat(only(sent.format().read(sent.body("p", "a@example.com"), Map.of("svix-id", "msg_1"))).id())
			.isEqualTo("msg_1");
	}

	@Test
	void aBounceOfSeveralIsAnEventForEach() {
		String message = """
				{"eventType":"Bounce","mail":{"messageId":"p-1","destination":["a@example.com","b@example.com"]},
				"bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"a@example.com"},
				{"emailAddress":"b@example.com","status":"5.7.1"}]}}""";
		List<ReportedEvent> events = read(WebhookFormats.ses(), sns(message));
		assertThat(events).extracting((event) -> String.valueOf(event.recipient()))
			.containsExactly("a@example.com", "b@example.com");
		assertThat(events).extracting(ReportedEvent::id).doesNotHaveDuplicates();
	}

	@Test
	void whatSnsAndSesSayAboutThemselvesReportsNothing() {
		assertThat(
				read(WebhookFormats.ses(), "{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"You have chosen\"}"))
			.isEmpty();
		assertThat(read(WebhookFormats.ses(), sns("Successfully validated SNS topic for Amazon SES event publishing.")))
			.isEmpty();
	}

	@Test
	void whereAListIsNamedItIsNotSaidWhoItIsAbout() {
		for (WebhookFormat format : List.of(WebhookFormats.resend(), WebhookFormats.sendry(),
				WebhookFormats.emailApi())) {
			for (String to : List.of("[\"a@example.com\",\"b@example.com\"]", "[\"a@example.com\"]",
					"[{\"email\":\"a@example.com\"}]")) {
				ReportedEvent event = only(
						read(format, "{\"type\":\"email.bounced\",\"data\":{\"id\":\"p\",\"to\":" + to + "}}"));
				assertThat(event.meaning()).isEqualTo(DeliveryEventType.BOUNCED);
				assertThat(event.recipient()).as(to).isNull();
			}
			ReportedEvent named = only(read(format, """
					{"type":"email.bounced","data":{"id":"p","to":"a@example.com","recipient":"b@example.com"}}"""));
			assertThat(named.recipient()).isEqualTo(EmailAddress.parse("b@example.com"));
			ReportedEvent single = only(
					read(format, "{\"type\":\"email.bounced\",\"data\":{\"id\":\"p\",\"to\":\"a@example.com\"}}"));
			assertThat(single.recipient()).isEqualTo(EmailAddress.parse("a@example.com"));
		}
		assertThat(only(read(WebhookFormats.sendPost(), """
				{"event":{"messageID":"p","type":4},"emailMessage":{"to":[{"email":"a@example.com"}]}}""")).recipient())
			.isNull();
	}

	@Test
	void thatItIsTheFirstTimeIsNoEventOfItsOwn() {
		for (int type : List.of(11, 12)) {
			assertThat(read(WebhookFormats.sendPost(), "{\"event\":{\"messageID\":\"p\",\"type\":" + type + "}}"))
				.isEmpty();
		}
	}

	@Test
	void oneEventThatCannotBeUnderstoodDoesNotLoseTheOthers() {
		List<ReportedEvent> events = read(WebhookFormats.sendGrid(), """
				[{"event":"delivered","sg_message_id":"a.b","email":"a@example.com","timestamp":1772360130},
				 17, null, "delivered", [], {"event":{"event":"open"}}, {"event":"bounce","email":"no address"},
				 {"event":"open","sg_message_id":"c.d","email":"b@example.com","timestamp":"soon"}]""");
		assertThat(events).extracting((event) -> String.valueOf(event.meaning()))
			.containsExactly("DELIVERED", "null", "null", "null", "null", "null", "BOUNCED", "OPENED");
		assertThat(events.get(6).recipient()).isNull();
		assertThat(events.get(7).occurredAt()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "17", "\"text\"", "{", "[{]", "{} {}", "<html>", "a=b&c=d", "\u0000" })
	void whatIsNoJsonIsUnreadable(String body) {
		for (String provider : List.of("sendpost", "email-api", "sendry", "resend", "mailgun", "sendgrid", "ses",
				"postmark", "mailersend", "brevo", "generic")) {
			assertThatExceptionOfType(UnreadableWebhookException.class).as(provider)
				.isThrownBy(() -> read(WebhookExample.format(provider), body));
		}
	}

	@ParameterizedTest
	@CsvSource({ "2026-03-01T10:15:30Z", "2026-03-01T11:15:30+01:00", "2026-03-01 10:15:30+00",
			"2026-03-01 10:15:30.000+00:00", "1772360130", "1772360130000", "1772360130000000", "1772360130000000000" })
	void timesAreRead(String time) {
		assertThat(time("\"" + time + "\"")).isEqualTo(SECOND);
		if (time.matches("\\d+")) {
			assertThat(time(time)).isEqualTo(SECOND);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"yesterday\"", "0", "-1", "1e999", "1e400", "12", "99999999999999999999999999",
			"\"9999999999999999999\"", "true", "{}", "[1772360130]", "\"+999999999-12-31T00:00:00Z\"" })
	void whatIsNoTimeIsNone(String time) {
		assertThat(time(time)).isNull();
	}

	@Test
	void whatADatabaseCannotStoreIsReplaced() {
		ReportedEvent event = only(read(WebhookFormats.brevo(),
				"{\"event\":\"blocked\",\"message-id\":\"a\\u0000b\",\"reason\":\"x\\ud800y\"}"));
		assertThat(event.providerMessageIds()).containsExactly("a\ufffdb");
		assertThat(event.serverText()).isEqualTo("x?y");
	}

	private static Instant time(String json) {
		return only(read(WebhookFormats.brevo(), "{\"event\":\"delivered\",\"ts_event\":" + json + "}")).occurredAt();
	}

	private static ReportedEvent read(String provider, String name) {
		WebhookExample example = WebhookExample.of(provider)
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow();
		return only(example.format().read(example.body("p-1", "ann@example.com"), Map.of()));
	}

	private static List<ReportedEvent> read(WebhookFormat format, String body) {
		return format.read(body.getBytes(StandardCharsets.UTF_8), Map.of());
	}

	private static String sns(String message) {
		return "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"Message\":\""
				+ message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"}";
	}

	private static ReportedEvent only(List<ReportedEvent> events) {
		assertThat(events).hasSize(1);
		return events.get(0);
	}

}
