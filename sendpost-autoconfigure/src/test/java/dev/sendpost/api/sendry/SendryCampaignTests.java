package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import dev.sendpost.api.DoorServer;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for campaigns through the door of Sendry.
 */
class SendryCampaignTests {

	private static final String LATER = "{\"scheduled_at\": \"2999-03-15T10:00:00Z\"}";

	private static DoorServer server;

	private static SendryClient client;

	private static SendryClient other;

	private static String audience;

	@BeforeAll
	static void start() throws Exception {
		server = DoorServer.start(SendryApplication.class, "sendpost.doors.sendry.enabled=true",
				"sendpost.statistics.enabled=true", "sendpost.tracking.base-url=https://news.acme.example",
				"sendpost.outbox.poll-interval=50ms", "sendpost.campaigns.poll-interval=50ms");
		for (String name : List.of("shop", "rival", "thorough", "tested")) {
			server.bean(SubAccounts.class).create(name, SubAccountSettings.NONE);
		}
		client = SendryClient.live(server, "shop", ApiKeyScope.FULL_ACCESS);
		other = SendryClient.live(server, "rival", ApiKeyScope.FULL_ACCESS);
		audience = client.create("/v1/audiences", "{\"name\": \"newsletter\"}").path("id").asString();
		for (String name : List.of("Ann", "Bob", "Gone")) {
			client.create("/v1/contacts", """
					{"email": "%s@example.com", "first_name": "%s", "audience_id": "%s"}"""
				.formatted(name.toLowerCase(), name, audience));
		}
		client.create("/v1/unsubscribes", "{\"email\": \"gone@example.com\"}");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static JsonNode draft(SendryClient client, String audience) throws Exception {
		return client.create("/v1/campaigns", """
				{"name": "March Newsletter", "subject": "What's new in March", "from": "Acme <hello@acme.example>",
				"audience_id": "%s", "html": "<h1>Hello!</h1>"}""".formatted(audience));
	}

	private static String draft() throws Exception {
		return "/v1/campaigns/" + draft(client, audience).path("id").asString();
	}

	private static JsonNode await(String path, Predicate<JsonNode> condition) {
		return Awaitility.await().until(() -> client.get(path), condition);
	}

	private static JsonNode statusOf(String path) throws Exception {
		return client.get(path).path("status");
	}

	@Test
	void aCampaignIsWrittenSentAndCounted() throws Exception {
		JsonNode made = client.create("/v1/campaigns", """
				{"name": "April", "subject": "For {{first_name}}", "from": "Acme <hello@acme.example>",
				"reply_to": "answers@acme.example", "preview_text": "All that blooms", "audience_id": "%s",
				"html": "<h1>Hello {{name}}!</h1>", "text": "Hello {{name}}!"}""".formatted(audience));
		assertThat(made.propertyNames()).containsExactly("id", "name", "subject", "from", "reply_to", "preview_text",
				"audience_id", "template_id", "html", "text", "status", "scheduled_at", "send_started_at", "sent_at",
				"stats", "created_at", "updated_at");
		assertThat(made.path("stats").propertyNames()).containsExactly("total_recipients", "sent_count",
				"delivered_count", "opened_count", "clicked_count", "bounced_count", "complained_count",
				"unsubscribed_count", "failed_count");
		assertThat(made.path("status").asString()).isEqualTo("draft");
		assertThat(made.path("from").asString()).isEqualTo("\"Acme\" <hello@acme.example>");
		assertThat(made.path("reply_to").asString()).isEqualTo("answers@acme.example");
		assertThat(made.path("preview_text").asString()).isEqualTo("All that blooms");
		assertThat(made.path("audience_id").asString()).isEqualTo(audience);
		String id = made.path("id").asString();
		assertThat(client.get("/v1/campaigns/" + id)).isEqualTo(made);
		assertThat(client.post("/v1/campaigns/" + id + "/send", null).toString())
			.isEqualTo("{\"id\":\"" + id + "\",\"status\":\"sending\"}");
		JsonNode sent = await("/v1/campaigns/" + id, (campaign) -> campaign.path("status").asString().equals("sent"));
		assertThat(sent.path("send_started_at").isNull()).isFalse();
		assertThat(sent.path("updated_at")).isEqualTo(sent.path("sent_at"));
		assertThat(sent.path("stats").path("total_recipients").asInt()).isEqualTo(3);
		JsonNode counted = await("/v1/campaigns/" + id, (campaign) -> {
			server.bean(StatisticsCounter.class).countNew();
			return campaign.path("stats").path("sent_count").asInt() == 2;
		});
		assertThat(counted.path("stats").path("failed_count").asInt()).isZero();
		List<CapturedEmail> captured = server.bean(CapturedMailbox.class)
			.emails()
			.stream()
			.filter((email) -> email.email().subject().startsWith("For "))
			.toList();
		assertThat(captured)
			.extracting((email) -> email.recipients().get(0).address(), (email) -> email.email().subject(),
					(email) -> email.email().replyTo().get(0).address())
			.containsExactlyInAnyOrder(tuple("ann@example.com", "For Ann", "answers@acme.example"),
					tuple("bob@example.com", "For Bob", "answers@acme.example"));
		JsonNode listed = client.get("/v1/campaigns?limit=100&status=sent").path("data");
		assertThat(listed).extracting((campaign) -> campaign.path("id").asString()).contains(id);
		assertThat(listed.get(0).propertyNames()).containsExactly("id", "name", "subject", "from", "audience_id",
				"status", "scheduled_at", "sent_at", "stats", "created_at", "updated_at");
	}

	@Test
	void aDraftIsChangedInParts() throws Exception {
		String path = draft();
		JsonNode changed = client.put(path,
				"{\"subject\": \"Updated\", \"reply_to\": \"a@acme.example\", \"preview_text\": \"p\"}");
		assertThat(changed.path("subject").asString()).isEqualTo("Updated");
		assertThat(changed.path("name").asString()).isEqualTo("March Newsletter");
		assertThat(changed.path("html").asString()).isEqualTo("<h1>Hello!</h1>");
		assertThat(changed.path("reply_to").asString()).isEqualTo("a@acme.example");
		JsonNode kept = client.put(path, "{}");
		assertThat(kept).isEqualTo(changed);
		JsonNode cleared = client.put(path, "{\"reply_to\": null, \"preview_text\": null, \"text\": \"t\"}");
		assertThat(cleared.path("reply_to").isNull()).isTrue();
		assertThat(cleared.path("preview_text").isNull()).isTrue();
		assertThat(cleared.path("text").asString()).isEqualTo("t");
		assertThat(client.get(path)).isEqualTo(cleared);
		client.fail(422, "PUT", path, "{\"html\": null, \"text\": null}");
		client.delete(path);
		client.fail(404, "GET", path, null);
	}

	@Test
	void aTemplateTakesThePlaceOfBodies() throws Exception {
		String template = client
			.create("/v1/templates", "{\"name\": \"news\", \"subject\": \"S\", \"html\": \"<i>x</i>\"}")
			.path("id")
			.asString();
		String path = draft();
		JsonNode changed = client.put(path, "{\"template_id\": \"" + template + "\"}");
		assertThat(changed.path("template_id").asString()).isEqualTo(template);
		assertThat(changed.path("html").isNull()).isTrue();
		JsonNode back = client.put(path, "{\"html\": \"<b>y</b>\"}");
		assertThat(back.path("template_id").isNull()).isTrue();
		assertThat(back.path("html").asString()).isEqualTo("<b>y</b>");
		client.create("/v1/campaigns",
				"{\"name\": \"n\", \"audience_id\": \"" + audience + "\", \"template_id\": \"" + template + "\"}");
		client.fail(422, "PUT", path, "{\"template_id\": \"" + template + "\", \"html\": \"x\"}");
		assertThat(field("PUT", path, "{\"template_id\": \"" + UUID.randomUUID() + "\"}")).isEqualTo("template_id");
	}

	@Test
	void aCampaignIsScheduledPausedResumedAndCancelled() throws Exception {
		String path = draft();
		JsonNode scheduled = client.post(path + "/schedule", LATER);
		assertThat(scheduled.propertyNames()).containsExactly("id", "status");
		assertThat(scheduled.path("status").asString()).isEqualTo("scheduled");
		assertThat(Instant.parse(client.get(path).path("scheduled_at").asString()))
			.isEqualTo(Instant.parse("2999-03-15T10:00:00Z"));
		assertThat(client.post(path + "/pause", null).path("status").asString()).isEqualTo("paused");
		assertThat(client.post(path + "/resume", null).path("status").asString()).isEqualTo("scheduled");
		client.fail(409, "PUT", path, "{\"subject\": \"x\"}");
		assertThat(client.fail(409, "DELETE", path, null).path("message").asString()).contains("is scheduled");
		assertThat(client.post(path + "/cancel", null).path("status").asString()).isEqualTo("cancelled");
		assertThat(client.post(path + "/cancel", null).path("status").asString()).isEqualTo("cancelled");
		for (String action : List.of("send", "pause", "resume")) {
			assertThat(client.fail(409, "POST", path + "/" + action, null).path("code").asString())
				.isEqualTo("conflict");
		}
		client.fail(409, "POST", path + "/schedule", LATER);
		client.fail(409, "PUT", path, "{\"subject\": \"x\"}");
		client.delete(path);
	}

	@Test
	void aDraftHasNothingToPauseOrResume() throws Exception {
		String path = draft();
		client.fail(409, "POST", path + "/pause", null);
		client.fail(409, "POST", path + "/resume", null);
		assertThat(statusOf(path).asString()).isEqualTo("draft");
		assertThat(field("POST", path + "/schedule", "{}")).isEqualTo("scheduled_at");
		assertThat(field("POST", path + "/schedule", "{\"scheduled_at\": \"soon\"}")).isEqualTo("scheduled_at");
	}

	@Test
	void anotherSubAccountDoesNotKnowTheCampaign() throws Exception {
		String path = draft();
		JsonNode before = client.get(path);
		other.fail(404, "GET", path, null);
		other.fail(404, "PUT", path, "{\"subject\": \"x\"}");
		other.fail(404, "DELETE", path, null);
		other.fail(404, "POST", path + "/schedule", LATER);
		for (String action : List.of("send", "pause", "resume", "cancel")) {
			other.fail(404, "POST", path + "/" + action, null);
		}
		assertThat(other.get("/v1/campaigns").path("data").size()).isZero();
		assertThat(client.get(path)).isEqualTo(before);
		other.fail(404, "POST", "/v1/campaigns", """
				{"name": "x", "subject": "x", "audience_id": "%s", "html": "x"}""".formatted(audience));
		String template = client.create("/v1/templates", "{\"name\": \"secret\", \"subject\": \"S\", \"html\": \"x\"}")
			.path("id")
			.asString();
		String own = other.create("/v1/audiences", "{\"name\": \"mine\"}").path("id").asString();
		other.fail(422, "POST", "/v1/campaigns",
				"{\"name\": \"x\", \"audience_id\": \"" + own + "\", \"template_id\": \"" + template + "\"}");
		String theirs = "/v1/campaigns/" + draft(other, own).path("id").asString();
		other.fail(404, "PUT", theirs, "{\"audience_id\": \"" + audience + "\"}");
	}

	@Test
	void whoMayOnlySendOrReadChangesNoCampaign() throws Exception {
		String path = draft();
		for (ApiKeyScope scope : List.of(ApiKeyScope.SENDING_ACCESS, ApiKeyScope.READ_ONLY)) {
			SendryClient lesser = SendryClient.live(server, "shop", scope);
			lesser.get(path);
			lesser.fail(403, "PUT", path, "{\"subject\": \"x\"}");
			lesser.fail(403, "DELETE", path, null);
			for (String action : List.of("schedule", "send", "pause", "resume", "cancel")) {
				lesser.fail(403, "POST", path + "/" + action, null);
			}
		}
	}

	@Test
	void aTestKeySeesItsOwnCampaigns() throws Exception {
		SendryClient live = SendryClient.live(server, "tested", ApiKeyScope.FULL_ACCESS);
		SendryClient test = SendryClient.test(server, "tested");
		String list = live.create("/v1/audiences", "{\"name\": \"l\"}").path("id").asString();
		String path = "/v1/campaigns/" + draft(live, list).path("id").asString();
		test.fail(404, "GET", path, null);
		test.fail(404, "POST", path + "/send", null);
		test.get("/v1/campaigns/" + draft(test, list).path("id").asString());
	}

	@Test
	void aListIsReadToItsEnd() throws Exception {
		SendryClient thorough = SendryClient.live(server, "thorough", ApiKeyScope.FULL_ACCESS);
		String list = thorough.create("/v1/audiences", "{\"name\": \"l\"}").path("id").asString();
		Set<String> made = new TreeSet<>();
		for (int i = 0; i < 7; i++) {
			made.add(draft(thorough, list).path("id").asString());
		}
		thorough.post("/v1/campaigns/" + draft(thorough, list).path("id").asString() + "/cancel", null);
		List<String> listed = new ArrayList<>();
		JsonNode page = thorough.get("/v1/campaigns?limit=3&status=draft");
		page.path("data").forEach((campaign) -> listed.add(campaign.path("id").asString()));
		while (page.path("has_more").asBoolean()) {
			assertThat(page.path("data").size()).isEqualTo(3);
			page = thorough.get("/v1/campaigns?limit=3&status=draft&cursor=" + page.path("next_cursor").asString());
			page.path("data").forEach((campaign) -> listed.add(campaign.path("id").asString()));
		}
		assertThat(listed).hasSize(7).containsExactlyInAnyOrderElementsOf(made);
		assertThat(thorough.get("/v1/campaigns?status=cancelled").path("data").size()).isOne();
		thorough.fail(422, "GET", "/v1/campaigns?status=completed", null);
		thorough.fail(422, "GET", "/v1/campaigns?cursor=x", null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			name         | "a\\r\\nBcc: x@example.com"
			name         | null
			subject      | "a\\r\\nBcc: x@example.com"
			subject      | "{{name"
			subject      | 7
			from         | "a@b.example\\r\\nBcc: x@example.com"
			from         | "nobody"
			reply_to     | "a@b.example\\r\\nBcc: x@example.com"
			reply_to     | ["a@b.example"]
			preview_text | "a\\nb"
			preview_text | "{{a"
			html         | "{{#open"
			html         | {"$ne": 1}
			audience_id  | "1 or 1=1"
			audience_id  | null
			colour       | "red"
			""")
	void aWrongValueIsNamed(String name, String value) throws Exception {
		StringBuilder body = new StringBuilder("{");
		for (String[] good : new String[][] { { "name", "\"n\"" }, { "subject", "\"s\"" },
				{ "audience_id", "\"" + audience + "\"" }, { "html", "\"h\"" } }) {
			if (!good[0].equals(name)) {
				body.append('"').append(good[0]).append("\": ").append(good[1]).append(", ");
			}
		}
		body.append('"').append(name).append("\": ").append(value).append('}');
		assertThat(field("POST", "/v1/campaigns", body.toString())).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1-1-1-1-1", "00000000-0000-0000-0000-000000000000" })
	void anIdOfNothingIsUnknown(String id) throws Exception {
		client.fail(404, "GET", "/v1/campaigns/" + id, null);
		client.fail(404, "POST", "/v1/campaigns/" + id + "/send", null);
	}

	@Test
	void noCampaignIsSentWithoutAWayOut() throws Exception {
		try (DoorServer bare = DoorServer.start(SendryApplication.class, "sendpost.doors.sendry.enabled=true")) {
			bare.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
			SendryClient bareClient = SendryClient.live(bare, "shop", ApiKeyScope.FULL_ACCESS);
			String list = bareClient.create("/v1/audiences", "{\"name\": \"l\"}").path("id").asString();
			String path = "/v1/campaigns/" + draft(bareClient, list).path("id").asString();
			JsonNode problem = bareClient.fail(501, "POST", path + "/send", null);
			assertThat(problem.path("code").asString()).isEqualTo("not_supported");
			assertThat(problem.path("message").asString()).contains("sendpost.tracking.base-url");
			assertThat(bareClient.fail(501, "POST", path + "/schedule", LATER).path("message").asString())
				.contains("sendpost.tracking.base-url");
			assertThat(bareClient.get(path).path("status").asString()).isEqualTo("draft");
		}
	}

	private static @Nullable String field(String method, String path, String body) throws Exception {
		return client.fail(422, method, path, body).path("details").path("field").asString();
	}

}
