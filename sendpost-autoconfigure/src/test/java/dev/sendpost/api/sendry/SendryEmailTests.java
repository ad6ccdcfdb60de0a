package dev.sendpost.api.sendry;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPriority;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.Suppressions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for mail through the door of Sendry: what its SDKs send and expect.
 */
class SendryEmailTests {

	private static final String EMAIL = """
			{"from": "you@yourdomain.example", "to": "user@example.com", "subject": "Hello from Sendry",
			"html": "<p>Welcome aboard!</p>"}""";

	private static DoorServer server;

	private static SendryClient client;

	private static SendryClient test;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.sendry.enabled=true", "sendpost.domains.policy=enforce",
				"sendpost.domains.registered[0].name=yourdomain.example", "sendpost.dns.servers=127.0.0.1:1");
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
		server.bean(SubAccounts.class).create("logs", SubAccountSettings.NONE);
		server.bean(SubAccounts.class).create("inbox", SubAccountSettings.NONE);
		server.bean(SubAccounts.class).create("pages", SubAccountSettings.NONE);
		client = SendryClient.live(server, "shop", ApiKeyScope.FULL_ACCESS);
		test = SendryClient.test(server, "shop");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aMessageIsAnsweredAsTheSdksExpectIt() throws Exception {
		JsonNode sent = client.post("/v1/emails", EMAIL);
		assertThat(sent.propertyNames()).containsExactly("id", "from", "to", "subject", "status", "created_at");
		assertThat(sent.path("from").asString()).isEqualTo("you@yourdomain.example");
		assertThat(sent.path("to").toString()).isEqualTo("[\"user@example.com\"]");
		assertThat(sent.path("subject").asString()).isEqualTo("Hello from Sendry");
		assertThat(sent.path("status").asString()).isEqualTo("queued");
		EmailRecord email = record(sent);
		assertThat(email.subAccount()).isEqualTo("shop");
		assertThat(Instant.parse(sent.path("created_at").asString())).isEqualTo(email.acceptedAt());
		Awaitility.await().until(() -> client.get("/v1/emails/" + email.id()).path("status").asString().equals("sent"));
		JsonNode found = client.get("/v1/emails/" + email.id());
		assertThat(found.propertyNames()).containsExactly("id", "from", "to", "subject", "status", "created_at",
				"sent_at", "last_event", "attachments");
		assertThat(Instant.parse(found.path("sent_at").asString())).as("by the clock of the database")
			.isCloseTo(email.acceptedAt(), within(1, ChronoUnit.MINUTES));
		assertThat(found.path("last_event").asString()).isEqualTo("sent");
	}

	@Test
	void everyFieldArrives() throws Exception {
		JsonNode sent = client.post("/v1/emails", """
				{"from": "Acme <hello@yourdomain.example>", "to": ["Ann <ann@example.com>", "bob@example.com"],
				"cc": "carl@example.com", "bcc": ["dora@example.com"], "reply_to": "help@yourdomain.example",
				"subject": "Hi", "html": "<p>Hi</p>", "text": "Hi",
				"tags": [{"name": "order", "value": "42"}, {"name": "welcome", "value": "true"}],
				"headers": {"X-Ref": "7", "X-Priority": "1",
				"List-Unsubscribe": "<mailto:out@yourdomain.example>, <https://yourdomain.example/out>",
				"list-unsubscribe-post": "List-Unsubscribe=One-Click"},
				"scheduled_at": "2999-01-01T12:00:00+02:00",
				"attachments": [{"filename": "a.txt", "content": "SGVs\\r\\nbG8=", "content_type": "text/plain"}],
				"tracking": false}""");
		assertThat(sent.path("status").asString()).isEqualTo("queued");
		EmailRecord record = record(sent);
		assertThat(record.status()).isEqualTo(EmailStatus.SCHEDULED);
		assertThat(record.dueAt()).isEqualTo(Instant.parse("2999-01-01T10:00:00Z"));
		Email email = content(sent);
		assertThat(email.from()).isEqualTo(EmailAddress.parse("Acme <hello@yourdomain.example>"));
		assertThat(email.to()).extracting(EmailAddress::toString)
			.containsExactly("\"Ann\" <ann@example.com>", "bob@example.com");
		assertThat(email.cc()).extracting(EmailAddress::toString).containsExactly("carl@example.com");
		assertThat(email.bcc()).extracting(EmailAddress::toString).containsExactly("dora@example.com");
		assertThat(email.replyTo()).extracting(EmailAddress::toString).containsExactly("help@yourdomain.example");
		assertThat(email.metadata()).containsOnly(Map.entry("order", "42"));
		assertThat(email.tags()).containsExactly("welcome");
		assertThat(email.headers()).singleElement().satisfies((header) -> assertThat(header.name()).isEqualTo("X-Ref"));
		assertThat(email.priority()).isEqualTo(EmailPriority.HIGH);
		ListUnsubscribe out = email.listUnsubscribe();
		assertThat(out).isNotNull();
		assertThat(out.oneClick()).isTrue();
		assertThat(out.targets()).hasSize(2);
		assertThat(email.trackOpens()).isFalse();
		assertThat(email.trackClicks()).isFalse();
		Attachment file = email.attachments().get(0);
		assertThat(file.filename()).isEqualTo("a.txt");
		assertThat(file.content().getInputStream()).hasContent("Hello");
		JsonNode found = client.get("/v1/emails/" + record.id());
		assertThat(found.path("to")).extracting(JsonNode::asString)
			.containsExactly("\"Ann\" <ann@example.com>", "bob@example.com");
		assertThat(found.path("attachments").toString())
			.isEqualTo("[{\"filename\":\"a.txt\",\"content_type\":\"text/plain\"}]");
		assertThat(found.path("sent_at").isNull()).isTrue();
	}

	@Test
	void theSenderMayBeThatOfTheSubAccount() throws Exception {
		JsonNode sent = test.post("/v1/emails", "{\"to\": \"a@example.com\", \"subject\": \"x\", \"text\": \"x\"}");
		assertThat(sent.path("from").asString()).isEqualTo("hello@acme.example");
	}

	@Test
	void aTemplateIsNamedByItsIdAndFilledIn() throws Exception {
		JsonNode template = client.create("/v1/templates", """
				{"name": "welcome", "subject": "Hi {{name}}", "html": "<p>Hello {{name}}, {{count}} times</p>"}""");
		JsonNode sent = client.post("/v1/emails", """
				{"from": "you@yourdomain.example", "to": "user@example.com", "template_id": "%s",
				"variables": {"name": "Ann & Bob", "count": 3}}""".formatted(template.path("id").asString()));
		assertThat(sent.path("subject").asString()).isEqualTo("Hi Ann & Bob");
		assertThat(content(sent).html()).isEqualTo("<p>Hello Ann &amp; Bob, 3 times</p>");
		JsonNode missing = client.fail(422, "POST", "/v1/emails", """
				{"from": "you@yourdomain.example", "to": "user@example.com", "template_id": "%s",
				"variables": {"name": null}}""".formatted(template.path("id").asString()));
		assertThat(missing.path("details").path("field").asString()).isEqualTo("variables");
		JsonNode unknown = client.fail(422, "POST", "/v1/emails", """
				{"from": "you@yourdomain.example", "to": "user@example.com", "template_id": "%s"}"""
			.formatted(UUID.randomUUID()));
		assertThat(unknown.path("details").path("field").asString()).isEqualTo("template_id");
	}

	@Test
	void withoutVariablesBracesAreText() throws Exception {
		JsonNode sent = client.post("/v1/emails", """
				{"from": "you@yourdomain.example", "to": "u@example.com", "subject": "{{x}}", "text": "{{y}}"}""");
		assertThat(content(sent).text()).isEqualTo("{{y}}");
	}

	@Test
	void aBatchHasItsDefaultsAndIsAnsweredOneByOne() throws Exception {
		server.bean(Suppressions.class)
			.add(NewSuppression.of("bad@example.com", SuppressionReason.HARD_BOUNCE).subAccount("shop"));
		JsonNode data = client.post("/v1/emails/batch", """
				{"from": "you@yourdomain.example", "subject": "All", "emails": [
				{"to": "a@example.com", "text": "a"},
				{"to": ["b@example.com"], "text": "b", "subject": "Own"},
				{"to": "bad@example.com", "text": "c"},
				{"to": "d@example.com", "text": "d", "from": "x@elsewhere.example"}]}""").path("data");
		assertThat(data.size()).isEqualTo(4);
		assertThat(data).extracting((item) -> item.path("status").asString())
			.containsExactly("queued", "queued", "failed", "failed");
		assertThat(data.get(2).path("error").asString()).contains("suppressed");
		assertThat(data.get(3).path("error").asString()).contains("elsewhere.example");
		assertThat(record(data.get(0)).subject()).isEqualTo("All");
		assertThat(record(data.get(1)).subject()).isEqualTo("Own");
	}

	@Test
	void aBatchWithAMessageThatIsNoneIsRefusedAsAWhole() throws Exception {
		int before = client.get("/v1/emails?limit=100").path("data").size();
		JsonNode problem = client.fail(422, "POST", "/v1/emails/batch", """
				{"from": "you@yourdomain.example", "emails": [{"to": "a@example.com", "subject": "x", "text": "x"},
				{"to": "a@example.com", "subject": "x", "text": "x", "reply_to": "nobody"}]}""");
		assertThat(problem.path("details").path("field").asString()).isEqualTo("emails[1].reply_to");
		assertThat(client.get("/v1/emails?limit=100").path("data").size()).isEqualTo(before);
		String one = "{\"to\": \"a@example.com\", \"subject\": \"x\", \"text\": \"x\"}";
		String many = String.join(",", Collections.nCopies(101, one));
		client.fail(422, "POST", "/v1/emails/batch", "{\"emails\": [" + many + "]}");
		client.fail(422, "POST", "/v1/emails/batch", "{\"emails\": []}");
		client.fail(422, "POST", "/v1/emails/batch", "{\"emails\": [null]}");
	}

	@Test
	void marketingMailIsBroadcastAndSaysWhereToUnsubscribe() throws Exception {
		JsonNode sent = client.post("/v1/emails/marketing", """
				{"from": "you@yourdomain.example", "to": "user@example.com", "subject": "News", "html": "<p>News</p>",
				"unsubscribe_url": "https://yourdomain.example/out?u=1", "list_id": "news"}""");
		Email email = content(sent);
		assertThat(email.stream()).isEqualTo(EmailStream.BROADCAST);
		assertThat(email.listUnsubscribe())
			.isEqualTo(ListUnsubscribe.oneClick(URI.create("https://yourdomain.example/out?u=1")));
		assertThat(email.metadata()).containsEntry("list_id", "news");
		JsonNode problem = client.fail(422, "POST", "/v1/emails/marketing", EMAIL);
		assertThat(problem.path("details").path("field").asString()).isEqualTo("unsubscribe_url");
		client.fail(422, "POST", "/v1/emails/marketing",
				EMAIL.replace("}", ", \"unsubscribe_url\": \"javascript:alert(1)\"}"));
	}

	@Test
	void marketingMailDoesNotGoToWhoHasLeftItsAudience() throws Exception {
		String list = client.create("/v1/audiences", "{\"name\": \"weekly\"}").path("id").asString();
		client.create("/v1/unsubscribes", "{\"email\": \"Gone@example.com\", \"list_id\": \"" + list + "\"}");
		String mail = """
				{"from": "you@yourdomain.example", "to": "%s", "subject": "News", "html": "<p>News</p>",
				"unsubscribe_url": "https://yourdomain.example/out", "list_id": "%s"}""";
		JsonNode problem = client.fail(422, "POST", "/v1/emails/marketing", mail.formatted("gone@example.com", list));
		assertThat(problem.path("code").asString()).isEqualTo("email_rejected");
		client.post("/v1/emails/marketing", mail.formatted("reader@example.com", list));
	}

	@Test
	void aMessageThatWaitsIsCancelledAndOneThatWasSentIsNot() throws Exception {
		String id = client.post("/v1/emails", EMAIL.replace("}", ", \"scheduled_at\": \"2999-01-01T00:00:00Z\"}"))
			.path("id")
			.asString();
		String cancelled = "{\"id\":\"" + id + "\",\"status\":\"cancelled\"}";
		assertThat(client.post("/v1/emails/" + id + "/cancel", null).toString()).isEqualTo(cancelled);
		assertThat(client.post("/v1/emails/" + id + "/cancel", null).toString()).as("asked again").isEqualTo(cancelled);
		assertThat(client.get("/v1/emails/" + id).path("status").asString()).isEqualTo("cancelled");
		JsonNode sent = client.post("/v1/emails", EMAIL);
		awaitSent(sent);
		JsonNode problem = client.fail(409, "POST", "/v1/emails/" + sent.path("id").asString() + "/cancel", null);
		assertThat(problem.path("code").asString()).isEqualTo("conflict");
		client.fail(404, "POST", "/v1/emails/" + UUID.randomUUID() + "/cancel", null);
	}

	@Test
	void aRequestThatIsRepeatedWithItsIdempotencyKeySendsOnce() throws Exception {
		String first = client.call("POST", "/v1/emails", EMAIL, "Idempotency-Key", "order-1").body();
		String second = client.call("POST", "/v1/emails", EMAIL, "Idempotency-Key", "order-1").body();
		assertThat(DoorServer.json(client.call("POST", "/v1/emails", EMAIL)).path("id").asString())
			.isNotEqualTo(id(first));
		assertThat(id(first)).isEqualTo(id(second));
		String batch = "{\"emails\": [" + EMAIL + ", " + EMAIL + "]}";
		String one = client.call("POST", "/v1/emails/batch", batch, "Idempotency-Key", "batch-1").body();
		String again = client.call("POST", "/v1/emails/batch", batch, "Idempotency-Key", "batch-1").body();
		assertThat(again.replaceAll("\"status\":\"\\w+\"", "")).isEqualTo(one.replaceAll("\"status\":\"\\w+\"", ""));
		HttpResponse<String> other = client.call("POST", "/v1/emails", EMAIL.replace("Welcome", "Other"),
				"Idempotency-Key", "order-1");
		assertThat(other.statusCode()).isEqualTo(422);
		assertThat(DoorServer.json(other).path("error").path("details").path("field").asString())
			.isEqualTo("Idempotency-Key");
	}

	@Test
	void listsGoOnWhereThePageBeforeEnded() throws Exception {
		SendryClient pages = SendryClient.live(server, "pages", ApiKeyScope.FULL_ACCESS);
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			String scheduled = (i % 2 == 0) ? ", \"scheduled_at\": \"2999-01-01T00:00:00Z\"}" : "}";
			sent.add(0, pages.post("/v1/emails", EMAIL.replace("}", scheduled)).path("id").asString());
		}
		List<String> listed = new ArrayList<>();
		JsonNode page = pages.get("/v1/emails?limit=2");
		assertThat(page.propertyNames()).containsExactly("data", "has_more", "next_cursor");
		assertThat(page.path("data").get(0).propertyNames()).containsExactly("id", "from", "to", "subject", "status",
				"created_at", "sent_at", "last_event");
		listed.addAll(ids(page));
		pages.post("/v1/emails", EMAIL);
		while (page.path("has_more").asBoolean()) {
			page = pages.get("/v1/emails?limit=2&cursor=" + page.path("next_cursor").asString());
			listed.addAll(ids(page));
		}
		assertThat(page.path("next_cursor").isNull()).isTrue();
		assertThat(listed).isEqualTo(sent);
		pages.post("/v1/emails/" + sent.get(0) + "/cancel", null);
		assertThat(ids(pages.get("/v1/emails?status=cancelled"))).containsExactly(sent.get(0));
		JsonNode queued = pages.get("/v1/emails?status=queued&limit=1");
		assertThat(queued.path("has_more").asBoolean()).isTrue();
		pages.fail(422, "GET", "/v1/emails?status=complained", null);
		pages.fail(422, "GET", "/v1/emails?status=unheard", null);
		pages.fail(422, "GET", "/v1/emails?limit=0", null);
		pages.fail(422, "GET", "/v1/emails?limit=101", null);
		pages.fail(422, "GET", "/v1/emails?cursor=x%0D%0Ay", null);
	}

	@Test
	void aComplaintIsAStatus() throws Exception {
		JsonNode sent = client.post("/v1/emails", EMAIL);
		awaitSent(sent);
		UUID id = UUID.fromString(sent.path("id").asString());
		server.bean(DeliveryLog.class)
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), id, EmailAddress.parse("user@example.com"),
					DeliveryEventType.COMPLAINED, record(sent).acceptedAt().plusSeconds(60), "test", null, null, null,
					null, false)));
		JsonNode found = client.get("/v1/emails/" + id);
		assertThat(found.path("status").asString()).isEqualTo("complained");
		assertThat(found.path("last_event").asString()).isEqualTo("complained");
		server.bean(Suppressions.class).lift("user@example.com", SuppressionScope.account());
		server.bean(Suppressions.class).lift("user@example.com", SuppressionScope.subAccount("shop"));
		JsonNode logs = client.get("/v1/logs?email_id=" + id);
		assertThat(logs.path("data")).extracting((event) -> event.path("type").asString())
			.containsExactly("complained", "sent", "queued");
		assertThat(logs.path("data").get(0).propertyNames()).containsExactly("id", "email_id", "type", "recipient",
				"metadata", "created_at");
		assertThat(logs.path("data").get(2).path("recipient").asString()).isEqualTo("user@example.com");
	}

	@Test
	void logsAreFilteredAndGoOnWhereThePageBeforeEnded() throws Exception {
		SendryClient own = SendryClient.test(server, "logs");
		String first = own.post("/v1/emails", EMAIL).path("id").asString();
		String second = own.post("/v1/emails", EMAIL.replace("user@", "other@")).path("id").asString();
		Awaitility.await().until(() -> own.get("/v1/logs").path("data").size() == 4);
		List<String> all = new ArrayList<>();
		JsonNode page = own.get("/v1/logs?limit=1");
		page.path("data").forEach((event) -> all.add(event.path("id").asString()));
		while (page.path("has_more").asBoolean()) {
			page = own.get("/v1/logs?limit=1&cursor=" + page.path("next_cursor").asString());
			page.path("data").forEach((event) -> all.add(event.path("id").asString()));
		}
		List<String> atOnce = new ArrayList<>();
		own.get("/v1/logs").path("data").forEach((event) -> atOnce.add(event.path("id").asString()));
		assertThat(all).hasSize(4).isEqualTo(atOnce);
		assertThat(own.get("/v1/logs?type=sent").path("data")).extracting((event) -> event.path("email_id").asString())
			.containsExactly(second, first);
		assertThat(own.get("/v1/logs?to=OTHER@example.com&type=queued").path("data"))
			.extracting((event) -> event.path("email_id").asString())
			.containsExactly(second);
		assertThat(own.get("/v1/logs?from_date=2000-01-01&to_date=2999-12-31").path("data").size()).isEqualTo(4);
		assertThat(own.get("/v1/logs?to_date=2000-01-01").path("data").size()).isZero();
		own.fail(422, "GET", "/v1/logs?from_date=yesterday", null);
		own.fail(422, "GET", "/v1/logs?type=unheard", null);
		own.fail(422, "GET", "/v1/logs?cursor=unheard", null);
	}

	@Test
	void mailOfTestKeysIsInTheTestInboxAndNeedsNoVerifiedDomain() throws Exception {
		SendryClient inbox = SendryClient.test(server, "inbox");
		String template = SendryClient.live(server, "inbox", ApiKeyScope.FULL_ACCESS).create("/v1/templates", """
				{"name": "captured", "subject": "Hi {{name}}", "html": "<b>{{name}}</b>"}""").path("id").asString();
		JsonNode batch = inbox.post("/v1/emails/batch", """
				{"from": "you@unverified.example", "template_id": "%s", "emails": [
				{"to": "a@example.com", "cc": "c@example.com", "variables": {"name": "Ann"}},
				{"to": "b@example.com", "variables": {"name": "Bob"}}]}""".formatted(template));
		String ann = batch.path("data").get(0).path("id").asString();
		SendryClient live = SendryClient.live(server, "inbox", ApiKeyScope.READ_ONLY);
		Awaitility.await().until(() -> ids(live.get("/v1/test-emails")).contains(ann));
		JsonNode captured = live.get("/v1/test-emails/" + ann);
		assertThat(captured.propertyNames()).containsExactly("id", "from", "to", "cc", "subject", "html", "text",
				"message_type", "created_at");
		assertThat(captured.path("html").asString()).isEqualTo("<b>Ann</b>");
		assertThat(captured.path("subject").asString()).isEqualTo("Hi Ann");
		assertThat(captured.path("to").toString()).isEqualTo("[\"a@example.com\"]");
		assertThat(captured.path("cc").toString()).isEqualTo("[\"c@example.com\"]");
		assertThat(captured.path("message_type").asString()).isEqualTo("transactional");
		JsonNode summary = live.get("/v1/test-emails?limit=1").path("data").get(0);
		assertThat(summary.propertyNames()).containsExactly("id", "from", "to", "subject", "message_type",
				"created_at");
		JsonNode other = client.post("/v1/emails", EMAIL);
		awaitSent(other);
		client.fail(404, "GET", "/v1/test-emails/" + other.path("id").asString(), null);
		client.fail(404, "GET", "/v1/test-emails/" + ann, null);
		assertThat(ids(client.get("/v1/test-emails?limit=100"))).doesNotContain(ann, other.path("id").asString());
		test.fail(404, "GET", "/v1/emails/" + other.path("id").asString(), null);
	}

	@Test
	void mailFromADomainThatIsNotVerifiedIsRefused() throws Exception {
		JsonNode problem = client.fail(422, "POST", "/v1/emails", EMAIL.replace("yourdomain.example", "other.example"));
		assertThat(problem.path("code").asString()).isEqualTo("email_rejected");
		assertThat(problem.path("message").asString()).contains("other.example");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"to"                                                                            | 400 | bad_request      |
					[]                                                                               | 422 | validation_error | body
					{"to": "a@b.example", "text": "x"}                                               | 422 | validation_error | subject
					{"subject": "x", "text": "x"}                                                    | 422 | validation_error | to
					{"to": "a@b.example", "subject": "x"}                                            | 422 | validation_error | text
					{"to": 1, "subject": "x", "text": "x"}                                           | 422 | validation_error | to
					{"to": [null], "subject": "x", "text": "x"}                                      | 422 | validation_error | to[0]
					{"to": "a@b.example", "subject": "x", "text": "x", "sbject": "y"}                | 422 | validation_error | sbject
					{"to": "a@b.example", "subject": "x", "text": "x", "reply_to": "nobody"}         | 422 | validation_error | reply_to
					{"to": "a@b.example", "subject": "x", "text": "x", "scheduled_at": "tomorrow"}   | 422 | validation_error | scheduled_at
					{"to": "a@b.example", "subject": "x", "text": "x", "tracking": "yes"}            | 422 | validation_error | tracking
					{"to": "a@b.example", "subject": "x", "text": "x", "tags": [{"name": "x"}]}      | 422 | validation_error | tags
					{"to": "a@b.example", "subject": "x", "text": "x", "tags": [{"name": "a\\r\\nb", "value": "c"}]}  | 422 | validation_error | tags
					{"to": "a@b.example", "subject": "x", "text": "x", "tags": [{"name": "a", "value": "b\\r\\nc"}]}  | 422 | validation_error | tags
					{"to": "a@b.example\\r\\nBcc: c@d.example", "subject": "x", "text": "x"}          | 422 | validation_error | to
					{"to": "a@b.example", "cc": "c@d.example\\nX: y", "subject": "x", "text": "x"}    | 422 | validation_error | cc
					{"to": "a@b.example", "bcc": "c@d.example\\nX: y", "subject": "x", "text": "x"}   | 422 | validation_error | bcc
					{"to": "a@b.example", "reply_to": "c@d.example\\nX: y", "subject": "x", "text": "x"} | 422 | validation_error | reply_to
					{"to": "a@b.example", "from": "c@d.example\\nX: y", "subject": "x", "text": "x"}  | 422 | validation_error | from
					{"to": "a@b.example", "subject": "x\\r\\nBcc: c@d.example", "text": "x"}          | 422 | validation_error | subject
					{"to": "a@b.example", "subject": "x", "text": "x", "headers": {"X-A": "b\\r\\nc: d"}} | 422 | validation_error | headers.X-A
					{"to": "a@b.example", "subject": "x", "text": "x", "headers": {"X-A\\r\\nb": "c"}} | 422 | validation_error | headers
					{"to": "a@b.example", "subject": "x", "text": "x", "headers": {"Bcc": "c@d.example"}} | 422 | validation_error | headers
					{"to": "a@b.example", "subject": "x", "text": "x", "headers": {"List-Unsubscribe": "<https://x.example/\\r\\nBcc: y>"}} | 422 | validation_error | headers.List-Unsubscribe
					{"to": "a@b.example", "subject": "x", "text": "x", "headers": {"List-Unsubscribe-Post": "x"}} | 422 | validation_error | headers.List-Unsubscribe-Post
					{"to": "a@b.example", "subject": "x", "text": "x", "headers": {"Importance": "x"}} | 422 | validation_error | headers.Importance
					{"to": "a@b.example", "subject": "x", "text": "x", "attachments": [{"filename": "a", "content": "?"}]} | 422 | validation_error | attachments[0].content
					{"to": "a@b.example", "subject": "x", "text": "x", "attachments": [{"filename": "a\\r\\nb", "content": ""}]} | 422 | validation_error | attachments
					{"to": "a@b.example", "subject": "x", "text": "x", "attachments": [{"filename": "a", "content": "", "content_type": "text/plain\\r\\nX: y"}]} | 422 | validation_error | attachments
					{"to": "a@b.example", "subject": "x", "text": "x", "template_id": "a\\r\\nb"}     | 422 | validation_error | template_id
					""")
	void whatMakesNoSenseIsRefusedByName(String body, int status, String code, String field) throws Exception {
		JsonNode problem = test.fail(status, "POST", "/v1/emails", body);
		assertThat(problem.path("code").asString()).isEqualTo(code);
		if (field != null) {
			assertThat(problem.path("details").path("field").asString()).as(problem.toString()).isEqualTo(field);
			assertThat(problem.path("message").asString()).startsWith(field + ": ").doesNotContain("\r", "\n");
		}
	}

	@Test
	void whatTheApplicationHasNotIsSaid() throws Exception {
		for (String path : List.of("/v1/smtp/info", "/v1/analytics?from=2026-01-01&to=2026-01-02")) {
			assertThat(client.fail(501, "GET", path, null).path("code").asString()).isEqualTo("not_supported");
		}
	}

	private static String id(String body) {
		String id = body.replaceAll("(?s).*\"id\":\"([0-9a-f-]+)\".*", "$1");
		assertThat(id).hasSize(36);
		return id;
	}

	private static List<String> ids(JsonNode page) {
		List<String> ids = new ArrayList<>();
		page.path("data").forEach((item) -> ids.add(item.path("id").asString()));
		return ids;
	}

	private static void awaitSent(JsonNode sent) {
		Awaitility.await().until(() -> record(sent).status() == EmailStatus.SENT);
	}

	private static EmailRecord record(JsonNode sent) {
		return server.bean(MailGateway.class).find(UUID.fromString(sent.path("id").asString())).orElseThrow();
	}

	private static Email content(JsonNode sent) {
		return server.bean(MailGateway.class).findContent(UUID.fromString(sent.path("id").asString())).orElseThrow();
	}

}
