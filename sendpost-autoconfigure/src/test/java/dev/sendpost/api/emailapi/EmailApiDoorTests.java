package dev.sendpost.api.emailapi;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.api.DoorServer;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.domain.Zone;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.Engagement;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the door of the Email API. The requests are those of its documentation, but
 * for the key.
 */
class EmailApiDoorTests {

	private static TestDnsServer dns;

	private static DoorServer server;

	@BeforeAll
	static void start() {
		dns = TestDnsServer.start();
		server = DoorServer.start("sendpost.doors.email-api.enabled=true", "sendpost.dns.servers=" + dns.property(),
				"sendpost.outbox.poll-interval=50ms");
	}

	@AfterAll
	static void stop() {
		server.close();
		dns.close();
	}

	/**
	 * A sub-account of its own for each test, and a key of it.
	 */
	private final String subAccount = "s" + UUID.randomUUID().toString().substring(0, 13);

	private final String key = key(this.subAccount);

	private static String key(String subAccount) {
		server.bean(SubAccounts.class).create(subAccount, SubAccountSettings.NONE);
		return server.key(subAccount, ApiKeyScope.FULL_ACCESS);
	}

	private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
		return server.call(method, path, body, "Authorization", "Bearer " + this.key);
	}

	private JsonNode ok(String method, String path, @Nullable String body) throws Exception {
		HttpResponse<String> response = call(method, path, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return DoorServer.json(response);
	}

	private JsonNode get(String path) throws Exception {
		return ok("GET", path, null);
	}

	private JsonNode problem(int status, String method, String path, @Nullable String body) throws Exception {
		HttpResponse<String> response = call(method, path, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return DoorServer.json(response);
	}

	private static List<String> texts(JsonNode list, String field) {
		return StreamSupport.stream(list.spliterator(), false).map((entry) -> entry.path(field).asString()).toList();
	}

	private static List<String> names(JsonNode object) {
		return new ArrayList<>(object.propertyNames());
	}

	private MailGateway gateway() {
		return server.bean(MailGateway.class).forSubAccount(this.subAccount);
	}

	private Receipt send(String to) {
		return gateway()
			.send(Email.builder().from("you@acme.example").to(to).subject("To " + to).text("Hello").build());
	}

	private void awaitSent(UUID id) {
		Awaitility.await().until(() -> gateway().find(id).orElseThrow().status() == EmailStatus.SENT);
	}

	@Test
	void aMessageIsSent() throws Exception {
		JsonNode sent = ok("POST", "/api/v1/emails", """
				{
				"to": "user@example.com",
				"from": "you@yourdomain.com",
				"subject": "Welcome!",
				"html": "<h1>Hello!</h1><p>Welcome aboard.</p>",
				"tags": { "type": "welcome" }
				}""");
		assertThat(names(sent)).containsExactly("id", "status", "messageId");
		assertThat(sent.path("status").asString()).isEqualTo("queued");
		EmailRecord email = gateway().find(UUID.fromString(sent.path("id").asString())).orElseThrow();
		assertThat(email.from()).isEqualTo(EmailAddress.parse("you@yourdomain.com"));
		assertThat(email.subject()).isEqualTo("Welcome!");
		assertThat(email.metadata()).containsExactly(Map.entry("type", "welcome"));
	}

	@Test
	void aBatchIsSent() throws Exception {
		JsonNode answer = ok("POST", "/api/v1/emails/batch", """
				{
				"emails": [
				{ "to": "a@example.com", "from": "you@domain.com", "subject": "Hi", "html": "<p>Hello A</p>" },
				{ "to": "b@example.com", "from": "you@domain.com", "subject": "Hi", "html": "<p>Hello B</p>" }
				]
				}""");
		assertThat(names(answer)).containsExactly("results", "total", "sent", "failed");
		assertThat(names(answer.path("results").get(0))).containsExactly("to", "id", "status");
		assertThat(texts(answer.path("results"), "to")).containsExactly("a@example.com", "b@example.com");
		assertThat(texts(answer.path("results"), "status")).containsOnly("queued");
		assertThat(answer.path("total").asInt()).isEqualTo(2);
		assertThat(answer.path("sent").asInt()).isEqualTo(2);
		assertThat(answer.path("failed").asInt()).isZero();
		for (String id : texts(answer.path("results"), "id")) {
			assertThat(gateway().find(UUID.fromString(id))).isPresent();
		}
	}

	@Test
	void eachMessageOfABatchIsForItself() throws Exception {
		server.bean(Suppressions.class)
			.add(NewSuppression.of(EmailAddress.parse("gone@example.com"), SuppressionReason.MANUAL)
				.subAccount(this.subAccount)
				.createdBy("test"));
		JsonNode answer = ok("POST", "/api/v1/emails/batch", """
				{"emails": [
				{"to": "a@example.com", "subject": "Hi", "text": "A"},
				{"to": "nobody", "subject": "Hi", "text": "B"},
				{"to": "gone@example.com", "subject": "Hi", "text": "C"},
				{"subject": "Hi", "text": "D"},
				{"to": ["e@example.com", "f@example.com"], "subject": "Hi", "text": "E"},
				{"to": "g@example.com", "subject": "Hi", "text": "G", "tags": {"a\\nb": "c"}}
				]}""");
		assertThat(texts(answer.path("results"), "status")).containsExactly("queued", "failed", "dropped", "failed",
				"queued", "failed");
		assertThat(texts(answer.path("results"), "to")).containsExactly("a@example.com", "nobody", "gone@example.com",
				"", "e@example.com, f@example.com", "g@example.com");
		List<String> errors = texts(answer.path("results"), "error");
		assertThat(errors.get(1)).startsWith("to: ").contains("nobody");
		assertThat(errors.get(2)).contains("suppressed");
		assertThat(errors.get(3)).startsWith("to: ");
		assertThat(errors.get(5)).startsWith("tags: ");
		assertThat(answer.path("results").get(1).has("id")).as("what is not kept has no id").isFalse();
		assertThat(answer.path("total").asInt()).isEqualTo(6);
		assertThat(answer.path("sent").asInt()).isEqualTo(2);
		assertThat(answer.path("failed").asInt()).isEqualTo(4);
		assertThat(get("/api/v1/emails").path("total").asInt()).isEqualTo(3);
	}

	@Test
	void aBatchHasOneToAHundredMessages() throws Exception {
		String email = "{\"to\": \"a@example.com\", \"subject\": \"Hi\", \"text\": \"A\"}";
		String more = ", " + email;
		assertThat(ok("POST", "/api/v1/emails/batch", "{\"emails\": [" + email + more.repeat(99) + "]}").path("sent")
			.asInt()).isEqualTo(100);
		assertThat(problem(422, "POST", "/api/v1/emails/batch", "{\"emails\": [" + email + more.repeat(100) + "]}")
			.path("field")
			.asString()).isEqualTo("emails");
		assertThat(problem(422, "POST", "/api/v1/emails/batch", "{\"emails\": []}").path("field").asString())
			.isEqualTo("emails");
		assertThat(problem(422, "POST", "/api/v1/emails/batch", "{}").path("field").asString()).isEqualTo("emails");
		assertThat(problem(422, "POST", "/api/v1/emails/batch", "{\"emails\": [" + email + ", null]}").path("field")
			.asString()).isEqualTo("emails[1]");
		assertThat(
				problem(422, "POST", "/api/v1/emails/batch", "{\"emails\": [" + email + ", {\"to\": 1}]}").path("field")
					.asString())
			.isEqualTo("emails[1].to");
		assertThat(get("/api/v1/emails").path("total").asInt()).as("what cannot be read is sent to nobody")
			.isEqualTo(100);
	}

	@Test
	void aBatchThatIsRepeatedWithItsIdempotencyKeySendsOnce() throws Exception {
		String batch = """
				{"emails": [{"to": "a@example.com", "subject": "Hi", "text": "A"},
				{"to": "a@example.com", "subject": "Hi", "text": "A"}]}""";
		List<List<String>> ids = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			ids.add(texts(DoorServer
				.json(server.call("POST", "/api/v1/emails/batch", batch, "Authorization", "Bearer " + this.key,
						"Idempotency-Key", "news-1"))
				.path("results"), "id"));
		}
		assertThat(ids.get(0)).isEqualTo(ids.get(1)).doesNotHaveDuplicates().doesNotContain("");
	}

	@Test
	void theLogIsListedInPages() throws Exception {
		List<String> newestFirst = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			newestFirst.add(0, send("u" + i + "@example.com").id().toString());
		}
		JsonNode first = get("/api/v1/emails?limit=2");
		assertThat(names(first)).containsExactly("emails", "total", "page", "pages");
		assertThat(texts(first.path("emails"), "id")).isEqualTo(newestFirst.subList(0, 2));
		assertThat(first.path("total").asInt()).isEqualTo(5);
		assertThat(first.path("page").asInt()).isEqualTo(1);
		assertThat(first.path("pages").asInt()).isEqualTo(3);
		JsonNode last = get("/api/v1/emails?limit=2&page=3");
		assertThat(texts(last.path("emails"), "id")).isEqualTo(newestFirst.subList(4, 5));
		assertThat(last.path("page").asInt()).isEqualTo(3);
		assertThat(get("/api/v1/emails?limit=2&page=4").path("emails").size()).isZero();
		assertThat(texts(get("/api/v1/emails?after=" + newestFirst.get(2)).path("emails"), "id"))
			.isEqualTo(newestFirst.subList(3, 5));
		JsonNode entry = first.path("emails").get(0);
		assertThat(entry.path("to").asString()).isEqualTo("u4@example.com");
		assertThat(entry.path("subject").asString()).isEqualTo("To u4@example.com");
		assertThat(entry.path("opens").asInt()).isZero();
	}

	@Test
	void theLogIsNarrowedToAStatus() throws Exception {
		Receipt sent = send("a@example.com");
		awaitSent(sent.id());
		Receipt later = gateway().send(Email.builder()
			.from("you@acme.example")
			.to("b@example.com")
			.subject("Later")
			.text("x")
			.sendAt(Instant.parse("2100-01-01T00:00:00Z"))
			.build());
		assertThat(texts(get("/api/v1/emails?limit=20&status=sent").path("emails"), "id"))
			.containsExactly(sent.id().toString());
		JsonNode scheduled = get("/api/v1/emails?status=scheduled");
		assertThat(texts(scheduled.path("emails"), "id")).containsExactly(later.id().toString());
		assertThat(scheduled.path("total").asInt()).isEqualTo(1);
		assertThat(get("/api/v1/emails?status=bounced").path("pages").asInt()).isZero();
		assertThat(problem(422, "GET", "/api/v1/emails?status=gone", null).path("error").asString())
			.contains("status: must be one of", "sent");
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, 422, limit", "limit=101, 422, limit", "limit=x, 422, limit", "limit=1&limit=2, 422, limit",
			"page=0, 422, page", "page=-1, 422, page", "page=2147483647, 422, page", "page=99999999999, 422, page",
			"limit=100&page=102, 422, page", "after=x, 404, null" })
	void pagesThatCannotBeAreRefusedByName(String query, int status, String field) throws Exception {
		for (String path : List.of("/api/v1/emails", "/api/v1/contacts")) {
			assertThat(problem(status, "GET", path + "?" + query, null).path("field").asString("null"))
				.isEqualTo(field);
		}
		assertThat(call("GET", "/api/v1/emails?limit=100&page=101", null).statusCode()).as("the last page")
			.isEqualTo(200);
	}

	@Test
	void oneMessageIsShownWithItsEvents() throws Exception {
		Receipt receipt = send("ann@example.com");
		awaitSent(receipt.id());
		record(receipt, DeliveryEventType.OPENED, new Engagement(false, null, null, null));
		record(receipt, DeliveryEventType.OPENED, new Engagement(true, null, null, "GoogleImageProxy"));
		record(receipt, DeliveryEventType.CLICKED, new Engagement(false, "https://acme.example/", null, null));
		JsonNode shown = get("/api/v1/emails/" + receipt.id());
		assertThat(names(shown)).containsExactly("email", "events");
		assertThat(shown.path("email").path("id").asString()).isEqualTo(receipt.id().toString());
		assertThat(shown.path("email").path("status").asString()).isEqualTo("sent");
		assertThat(shown.path("email").path("opens").asInt()).as("by people").isEqualTo(1);
		assertThat(shown.path("email").path("clicks").asInt()).isEqualTo(1);
		assertThat(texts(shown.path("events"), "type")).containsExactlyInAnyOrder("processed", "sent", "opened",
				"opened", "clicked");
		for (JsonNode event : shown.path("events")) {
			assertThat(Instant.parse(event.path("createdAt").asString())).isNotNull();
		}
		assertThat(texts(shown.path("events"), "url")).contains("https://acme.example/");
		assertThat(get("/api/v1/emails").path("emails").get(0).path("opens").asInt()).isEqualTo(1);
	}

	private void record(Receipt receipt, DeliveryEventType type, Engagement engagement) {
		server.bean(DeliveryLog.class)
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), EmailAddress.parse("ann@example.com"),
					type, Instant.ofEpochMilli(4_000_000_000_000L), "test", null, null, null, null, false, null,
					engagement)));
	}

	@Test
	void whatASubAccountSentNoOtherSees() throws Exception {
		Receipt receipt = send("ann@example.com");
		String other = key(this.subAccount + "x");
		HttpResponse<String> found = server.call("GET", "/api/v1/emails/" + receipt.id(), null, "Authorization",
				"Bearer " + other);
		assertThat(found.statusCode()).isEqualTo(404);
		assertThat(found.body())
			.isEqualTo(server.call("GET", "/api/v1/emails/" + new UUID(1, 2), null, "Authorization", "Bearer " + other)
				.body()
				.replace(new UUID(1, 2).toString(), receipt.id().toString()));
		JsonNode list = DoorServer.json(server.call("GET", "/api/v1/emails", null, "Authorization", "Bearer " + other));
		assertThat(list.path("total").asInt()).isZero();
		assertThat(list.path("emails").size()).isZero();
		JsonNode account = DoorServer.json(server.call("GET", "/api/v1/emails/" + receipt.id(), null, "Authorization",
				"Bearer " + server.accountKey()));
		assertThat(account.path("email").path("id").asString()).as("the account sees all")
			.isEqualTo(receipt.id().toString());
	}

	@Test
	void aTestKeySeesWhatTestKeysSent() throws Exception {
		Receipt receipt = send("ann@example.com");
		String test = server.bean(ApiKeys.class)
			.issue(ApiKeyRequest.subAccount(this.subAccount, "test").scope(ApiKeyScope.FULL_ACCESS).forTest())
			.text();
		JsonNode sent = DoorServer.json(server.call("POST", "/api/v1/emails",
				"{\"to\": \"a@example.com\", \"subject\": \"Hi\", \"text\": \"A\"}", "Authorization",
				"Bearer " + test));
		JsonNode list = DoorServer.json(server.call("GET", "/api/v1/emails", null, "Authorization", "Bearer " + test));
		assertThat(texts(list.path("emails"), "id")).containsExactly(sent.path("id").asString())
			.doesNotContain(receipt.id().toString());
		assertThat(list.path("total").asInt()).isEqualTo(1);
	}

	@Test
	void aContactIsMadeAndListed() throws Exception {
		Audience audience = server.bean(Audiences.class).forSubAccount(this.subAccount);
		UUID list = audience.lists().create(ListDetails.named("news")).id();
		JsonNode made = ok("POST", "/api/v1/contacts", """
				{ "email": "new@example.com", "name": "John Doe", "listId": "%s" }""".formatted(list));
		assertThat(names(made)).containsExactly("id", "email", "name", "status");
		assertThat(made.path("email").asString()).isEqualTo("new@example.com");
		assertThat(made.path("name").asString()).isEqualTo("John Doe");
		assertThat(made.path("status").asString()).isEqualTo("subscribed");
		ok("POST", "/api/v1/contacts", "{\"email\": \"other@example.com\"}");
		JsonNode ofList = get("/api/v1/contacts?limit=50&listId=" + list);
		assertThat(names(ofList)).containsExactly("contacts", "total", "page");
		assertThat(texts(ofList.path("contacts"), "id")).containsExactly(made.path("id").asString());
		assertThat(ofList.path("total").asInt()).isEqualTo(1);
		assertThat(texts(get("/api/v1/contacts").path("contacts"), "email")).containsExactly("new@example.com",
				"other@example.com");
		JsonNode second = get("/api/v1/contacts?limit=1&page=2");
		assertThat(texts(second.path("contacts"), "email")).containsExactly("other@example.com");
		assertThat(second.path("total").asInt()).isEqualTo(2);
		assertThat(second.path("page").asInt()).isEqualTo(2);
		assertThat(texts(get("/api/v1/contacts?after=" + made.path("id").asString()).path("contacts"), "email"))
			.containsExactly("other@example.com");
	}

	@Test
	void aContactThatIsThereIsChanged() throws Exception {
		Audience audience = server.bean(Audiences.class).forSubAccount(this.subAccount);
		UUID list = audience.lists().create(ListDetails.named("news")).id();
		String id = ok("POST", "/api/v1/contacts", "{\"email\": \"new@example.com\", \"name\": \"John\"}").path("id")
			.asString();
		JsonNode again = ok("POST", "/api/v1/contacts",
				"{\"email\": \"NEW@example.com\", \"listId\": \"" + list + "\"}");
		assertThat(again.path("id").asString()).isEqualTo(id);
		assertThat(again.path("name").asString()).as("what is not said stays").isEqualTo("John");
		assertThat(get("/api/v1/contacts?listId=" + list).path("total").asInt()).isEqualTo(1);
		server.bean(Suppressions.class)
			.add(NewSuppression.of(EmailAddress.parse("new@example.com"), SuppressionReason.UNSUBSCRIBE)
				.subAccount(this.subAccount)
				.createdBy("reader"));
		assertThat(ok("POST", "/api/v1/contacts", "{\"email\": \"new@example.com\"}").path("status").asString())
			.isEqualTo("unsubscribed");
	}

	@Test
	void contactsAndListsOfOthersAreUnknown() throws Exception {
		Audience other = server.bean(Audiences.class).forSubAccount(this.subAccount + "x");
		UUID list = other.lists().create(ListDetails.named("theirs")).id();
		for (String id : List.of(list.toString(), new UUID(1, 2).toString(), "list_id")) {
			assertThat(problem(404, "GET", "/api/v1/contacts?listId=" + id, null).path("code").asString())
				.isEqualTo("not_found");
			problem(404, "POST", "/api/v1/contacts", "{\"email\": \"a@example.com\", \"listId\": \"" + id + "\"}");
		}
		assertThat(get("/api/v1/contacts").path("total").asInt()).as("nothing is made then").isZero();
		assertThat(other.contacts().count(ContactSearch.all())).isZero();
	}

	@Test
	void domainsAreListedAndVerified() throws Exception {
		SendingDomains domains = server.bean(SendingDomains.class);
		String name = this.subAccount + ".example";
		SendingDomain domain = domains.add(name, this.subAccount);
		SendingDomain other = domains.add("shared-" + name, null);
		SendingDomain theirs = domains.add("theirs-" + name, this.subAccount + "x");
		JsonNode list = get("/api/v1/domains");
		assertThat(texts(list.path("domains"), "id")).contains(domain.id().toString(), other.id().toString())
			.doesNotContain(theirs.id().toString());
		assertThat(texts(list.path("domains"), "status")).contains("pending");
		JsonNode failed = ok("POST", "/api/v1/domains/" + domain.id() + "/verify", null);
		assertThat(failed.path("status").asString()).isEqualTo("failed");
		assertThat(texts(failed.path("missing"), "host")).isNotEmpty().allMatch((host) -> host.endsWith(name));
		assertThat(texts(failed.path("missing"), "reason")).doesNotContain("");
		Zone.publish(other, dns);
		// The job may have asked before there was an answer, which counts a while.
		JsonNode verified = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> ok("POST", "/api/v1/domains/" + other.id() + "/verify", null),
					(answer) -> answer.path("status").asString().equals("verified"));
		assertThat(names(verified)).containsExactly("status", "domain");
		assertThat(verified.path("domain").asString()).isEqualTo("shared-" + name);
		problem(404, "POST", "/api/v1/domains/" + theirs.id() + "/verify", null);
		problem(404, "POST", "/api/v1/domains/dom_id/verify", null);
	}

	@Test
	void webhooksAreMadeAndListed() throws Exception {
		JsonNode made = ok("POST", "/api/v1/webhooks", """
				{
				"url": "https://your-app.com/webhook",
				"events": ["email.sent", "email.opened", "email.clicked", "email.bounced"]
				}""");
		assertThat(names(made)).containsExactly("id", "url", "secret", "events");
		assertThat(made.path("secret").asString()).startsWith("whsec_");
		assertThat(made.path("events").size()).isEqualTo(4);
		JsonNode list = get("/api/v1/webhooks");
		JsonNode shown = list.path("webhooks").get(0);
		assertThat(names(shown)).containsExactly("id", "url", "events", "isActive");
		assertThat(shown.path("id")).isEqualTo(made.path("id"));
		assertThat(shown.path("events")).isEqualTo(made.path("events"));
		assertThat(shown.path("isActive").asBoolean()).isTrue();
		assertThat(list.toString()).as("the secret is shown once").doesNotContain(made.path("secret").asString());
		WebhookSubscriber subscriber = server.bean(WebhookSubscribers.class)
			.find(UUID.fromString(made.path("id").asString()))
			.orElseThrow();
		assertThat(subscriber.subAccount()).isEqualTo(this.subAccount);
		assertThat(subscriber.settings().form()).isEqualTo(WebhookForm.EMAIL_API);
		JsonNode others = DoorServer.json(
				server.call("GET", "/api/v1/webhooks", null, "Authorization", "Bearer " + key(this.subAccount + "x")));
		assertThat(others.path("webhooks").size()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"events": ["email.sent"]}                                        | url
			{"url": "https://acme.example/"}                                  | events
			{"url": "https://acme.example/", "events": []}                    | events
			{"url": "https://acme.example/", "events": [null]}                | events[0]
			{"url": "https://acme.example/", "events": ["email.sent", "x"]}   | events[1]
			{"url": "ftp://acme.example/", "events": ["email.sent"]}          | url
			""")
	void webhooksThatCannotBeAreRefusedByName(String body, String field) throws Exception {
		assertThat(problem(422, "POST", "/api/v1/webhooks", body).path("field").asString()).isEqualTo(field);
	}

	@Test
	void aCampaignIsMadeAsADraft() throws Exception {
		JsonNode made = ok("POST", "/api/v1/campaigns", """
				{ "name": "March Newsletter", "subject": "News!", "listId": "%s", "content": "<h1>Hello</h1>" }"""
			.formatted(list(this.subAccount)));
		assertThat(names(made)).containsExactly("id", "name", "status");
		assertThat(made.path("name").asString()).isEqualTo("March Newsletter");
		assertThat(made.path("status").asString()).isEqualTo("draft");
		Campaign campaign = server.bean(Campaigns.class)
			.forSubAccount(this.subAccount)
			.find(UUID.fromString(made.path("id").asString()))
			.orElseThrow();
		assertThat(campaign.status()).isEqualTo(CampaignStatus.DRAFT);
		assertThat(campaign.details().content()).isEqualTo(CampaignContent.html("News!", "<h1>Hello</h1>"));
	}

	private static UUID list(String subAccount) {
		return server.bean(Audiences.class).forSubAccount(subAccount).lists().create(ListDetails.named("news")).id();
	}

	private static Campaign campaign(String subAccount) {
		return server.bean(Campaigns.class)
			.forSubAccount(subAccount)
			.create(CampaignDetails.of("News", list(subAccount), CampaignContent.html("News!", "<h1>Hello</h1>")));
	}

	@Test
	void aCampaignThatNobodyCouldLeaveIsNotLaunched() throws Exception {
		Campaign campaign = campaign(this.subAccount);
		JsonNode problem = problem(501, "POST", "/api/v1/campaigns/" + campaign.id() + "/launch", null);
		assertThat(problem.path("code").asString()).isEqualTo("not_supported");
		assertThat(problem.path("error").asString()).contains("unsubscribe", "sendpost.tracking.base-url");
		assertThat(server.bean(Campaigns.class).forSubAccount(this.subAccount).count())
			.isEqualTo(Map.of(CampaignStatus.DRAFT, 1L));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"subject": "s", "listId": "$", "content": "c"}                          | name
			{"name": " ", "subject": "s", "listId": "$", "content": "c"}             | name
			{"name": "a\\nb", "subject": "s", "listId": "$", "content": "c"}          | name
			{"name": "n", "listId": "$", "content": "c"}                             | subject
			{"name": "n", "subject": "a\\nb", "listId": "$", "content": "c"}          | subject
			{"name": "n", "subject": "{{s", "listId": "$", "content": "c"}           | subject
			{"name": "n", "subject": "s", "content": "c"}                            | listId
			{"name": "n", "subject": "s", "listId": "$"}                             | content
			{"name": "n", "subject": "s", "listId": "$", "content": ""}              | content
			{"name": "n", "subject": "{{s}}", "listId": "$", "content": "{{#a}}c"}   | content
			{"name": "n", "subject": "s", "listId": "$", "content": {}}              | content
			{"name": "n", "subject": "s", "listId": "$", "content": "c", "html": ""} | html
			""")
	void campaignsThatCannotBeAreRefusedByName(String body, String field) throws Exception {
		String list = list(this.subAccount).toString();
		assertThat(problem(422, "POST", "/api/v1/campaigns", body.replace("$", list)).path("field").asString())
			.isEqualTo(field);
		assertThat(server.bean(Campaigns.class).forSubAccount(this.subAccount).count()).isEmpty();
	}

	@Test
	void campaignsAndListsOfOthersAreUnknownToCampaigns() throws Exception {
		String other = this.subAccount + "x";
		Campaign theirs = campaign(other);
		for (String id : List.of(theirs.id().toString(), new UUID(1, 2).toString(), "camp_id")) {
			assertThat(problem(404, "POST", "/api/v1/campaigns/" + id + "/launch", null).path("error").asString())
				.startsWith("there is no campaign")
				.contains(id);
		}
		for (String id : List.of(theirs.details().list().toString(), new UUID(1, 2).toString(), "list_id")) {
			problem(404, "POST", "/api/v1/campaigns",
					"{\"name\": \"n\", \"subject\": \"s\", \"content\": \"c\", \"listId\": \"" + id + "\"}");
		}
		assertThat(server.bean(Campaigns.class).forSubAccount(other).count())
			.isEqualTo(Map.of(CampaignStatus.DRAFT, 1L));
		assertThat(get("/api/v1/stats").path("campaigns").path("total").asInt()).isZero();
	}

	@Test
	void theStatsAreThoseOfTheSubAccount() throws Exception {
		send("a@example.com");
		send("b@example.com");
		ok("POST", "/api/v1/contacts", "{\"email\": \"a@example.com\"}");
		long shared = server.bean(SendingDomains.class).forSubmitter(Submitter.subAccount(this.subAccount)).count();
		server.bean(SendingDomains.class).add(this.subAccount + ".example", this.subAccount);
		campaign(this.subAccount);
		JsonNode stats = get("/api/v1/stats");
		assertThat(names(stats)).containsExactly("contacts", "campaigns", "emailsThisMonth", "domains");
		assertThat(stats.path("campaigns").toString()).isEqualTo("{\"total\":1,\"sending\":0,\"completed\":0}");
		assertThat(stats.path("contacts").asInt()).isEqualTo(1);
		assertThat(stats.path("emailsThisMonth").asInt()).isEqualTo(2);
		assertThat(stats.path("domains").asLong()).isEqualTo(shared + 1);
		JsonNode others = DoorServer
			.json(server.call("GET", "/api/v1/stats", null, "Authorization", "Bearer " + key(this.subAccount + "x")));
		assertThat(others.path("contacts").asInt()).isZero();
		assertThat(others.path("emailsThisMonth").asInt()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "POST, /api/v1/emails, SENDING_ACCESS", "POST, /api/v1/emails/batch, SENDING_ACCESS",
			"GET, /api/v1/emails, READ_ONLY", "GET, /api/v1/emails/x, READ_ONLY", "POST, /api/v1/contacts, FULL_ACCESS",
			"GET, /api/v1/contacts, READ_ONLY", "GET, /api/v1/domains, READ_ONLY",
			"POST, /api/v1/domains/x/verify, FULL_ACCESS", "POST, /api/v1/webhooks, FULL_ACCESS",
			"GET, /api/v1/webhooks, READ_ONLY", "POST, /api/v1/campaigns, FULL_ACCESS",
			"POST, /api/v1/campaigns/x/launch, FULL_ACCESS", "GET, /api/v1/stats, READ_ONLY" })
	void aKeyDoesWhatItsScopeAllows(String method, String path, ApiKeyScope needed) throws Exception {
		for (ApiKeyScope scope : ApiKeyScope.values()) {
			int status = server.call(method, path, "{", "Authorization", "Bearer " + server.key(this.subAccount, scope))
				.statusCode();
			if (scope.includes(needed)) {
				assertThat(status).as(scope.name()).isIn(200, 400, 404);
			}
			else {
				assertThat(status).as(scope.name()).isEqualTo(403);
			}
		}
	}

}
