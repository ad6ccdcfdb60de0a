package dev.sendpost.api.sendry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.testdns.TestDnsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for all but mail through the door of Sendry, and for who may not do what.
 */
class SendryResourceTests {

	private static final TestDnsServer dns = TestDnsServer.start();

	private static DoorServer server;

	private static SendryClient client;

	private static SendryClient other;

	@BeforeAll
	static void start() {
		server = DoorServer.start(WithRelay.class, "sendpost.doors.sendry.enabled=true",
				"sendpost.doors.max-body-size=1MB", "sendpost.statistics.enabled=true",
				"sendpost.dns.servers=" + dns.property());
		for (String name : List.of("shop", "rival", "keys", "counted", "thorough")) {
			server.bean(SubAccounts.class).create(name, SubAccountSettings.NONE);
		}
		client = SendryClient.live(server, "shop", ApiKeyScope.FULL_ACCESS);
		other = SendryClient.live(server, "rival", ApiKeyScope.FULL_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
		dns.close();
	}

	@Test
	void aDomainIsAddedPublishedAndVerified() throws Exception {
		JsonNode domain = client.create("/v1/domains", "{\"name\": \"mail.example.com\"}");
		assertThat(domain.propertyNames()).containsExactly("id", "name", "status", "dns_records", "created_at");
		assertThat(domain.path("status").asString()).isNotEqualTo("verified");
		JsonNode key = domain.path("dns_records").get(0);
		assertThat(key.propertyNames()).containsExactly("type", "host", "value", "name", "verified");
		assertThat(key.path("host").asString()).isEqualTo(key.path("name").asString() + ".mail.example.com");
		for (JsonNode record : domain.path("dns_records")) {
			dns.add(record.path("host").asString() + ". " + record.path("type").asString() + " "
					+ quoted(record.path("value").asString()));
		}
		String id = domain.path("id").asString();
		// The job may have asked before there was an answer, which counts a while.
		JsonNode verified = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> client.post("/v1/domains/" + id + "/verify", null),
					(answer) -> answer.path("status").asString().equals("verified"));
		assertThat(verified.propertyNames()).containsExactly("id", "name", "status", "spf_verified", "dkim_verified",
				"dmarc_verified");
		assertThat(verified.path("dkim_verified").asBoolean()).isTrue();
		assertThat(verified.path("dmarc_verified").asBoolean()).isTrue();
		assertThat(client.get("/v1/domains/" + id).path("status").asString()).isEqualTo("verified");
		assertThat(names(client.get("/v1/domains"))).contains("mail.example.com");
		assertThat(client.fail(409, "POST", "/v1/domains", "{\"name\": \"mail.example.com\"}").path("code").asString())
			.isEqualTo("conflict");
		client.fail(422, "POST", "/v1/domains", "{\"name\": \"com\"}");
		client.fail(422, "POST", "/v1/domains", "{}");
		client.delete("/v1/domains/" + id);
		client.fail(404, "GET", "/v1/domains/" + id, null);
	}

	/**
	 * The text as strings of up to 255 characters.
	 */
	private static String quoted(String value) {
		return "\"" + value.replaceAll("(.{255})", "$1\" \"") + "\"";
	}

	@Test
	void suppressionsAreAddedListedAndLifted() throws Exception {
		JsonNode added = client.create("/v1/suppression",
				"{\"email\": \"Bad@Example.com\", \"reason\": \"hard_bounce\"}");
		assertThat(added.propertyNames()).containsExactly("email", "reason", "created_at");
		assertThat(added.path("email").asString()).isEqualTo("bad@example.com");
		assertThat(added.path("reason").asString()).isEqualTo("hard_bounce");
		client.create("/v1/suppression", "{\"email\": \"worse@example.com\"}");
		JsonNode page = client.get("/v1/suppression?limit=1");
		assertThat(page.path("data").get(0).path("email").asString()).isEqualTo("worse@example.com");
		assertThat(page.path("data").get(0).path("reason").asString()).isEqualTo("manual");
		JsonNode next = client.get("/v1/suppression?limit=1&cursor=" + page.path("next_cursor").asString());
		assertThat(next.path("data").get(0).path("email").asString()).isEqualTo("bad@example.com");
		assertThat(other.get("/v1/suppression").path("data").size()).isZero();
		other.fail(404, "DELETE", "/v1/suppression/bad%40example.com", null);
		client.delete("/v1/suppression/bad%40example.com");
		client.fail(404, "DELETE", "/v1/suppression/bad%40example.com", null);
		client.fail(404, "DELETE", "/v1/suppression/nobody", null);
		client.delete("/v1/suppression/worse@example.com");
		client.fail(422, "POST", "/v1/suppression", "{\"email\": \"x@example.com\", \"reason\": \"mood\"}");
		assertThat(client.fail(422, "POST", "/v1/suppression", "{\"email\": \"x\"}")
			.path("details")
			.path("field")
			.asString()).isEqualTo("email");
	}

	@Test
	void unsubscribesAreAddedListedAndRemoved() throws Exception {
		JsonNode added = client.create("/v1/unsubscribes", "{\"email\": \"user@example.com\", \"reason\": \"asked\"}");
		assertThat(added.propertyNames()).containsExactly("id", "email", "list_id", "reason", "created_at");
		assertThat(added.path("list_id").isNull()).isTrue();
		String id = added.path("id").asString();
		assertThat(client.get("/v1/unsubscribes/" + id)).isEqualTo(added);
		assertThat(client.post("/v1/unsubscribes/batch", """
				{"emails": ["user@example.com", "a@example.com", "b@example.com", "A@example.com"]}""").toString())
			.isEqualTo("{\"inserted\":2}");
		assertThat(texts(client.get("/v1/unsubscribes"), "email")).contains("user@example.com", "a@example.com",
				"b@example.com");
		assertThat(texts(client.get("/v1/unsubscribes?email=a@example.com"), "email")).containsExactly("a@example.com");
		other.fail(404, "GET", "/v1/unsubscribes/" + id, null);
		other.fail(404, "DELETE", "/v1/unsubscribes/" + id, null);
		assertThat(other.get("/v1/unsubscribes").path("data").size()).isZero();
		client.delete("/v1/unsubscribes/" + id);
		client.fail(404, "GET", "/v1/unsubscribes/" + id, null);
		client.fail(404, "GET", "/v1/unsubscribes/x", null);
		client.fail(404, "GET", "/v1/unsubscribes/a:b", null);
		client.fail(422, "POST", "/v1/unsubscribes/batch", "{\"emails\": []}");
		client.fail(422, "POST", "/v1/unsubscribes/batch", "{\"emails\": [\"nobody\"]}");
	}

	@Test
	void oneUnsubscribesFromAnAudience() throws Exception {
		String list = client.create("/v1/audiences", "{\"name\": \"digest\"}").path("id").asString();
		JsonNode added = client.create("/v1/unsubscribes",
				"{\"email\": \"reader@example.com\", \"list_id\": \"" + list + "\"}");
		assertThat(added.path("list_id").asString()).isEqualTo(list);
		assertThat(
				client
					.post("/v1/unsubscribes/batch",
							"{\"emails\": [\"reader@example.com\", \"more@example.com\"], \"list_id\": \"" + list
									+ "\"}")
					.toString())
			.isEqualTo("{\"inserted\":1}");
		assertThat(texts(client.get("/v1/unsubscribes?list_id=" + list), "email"))
			.containsExactlyInAnyOrder("reader@example.com", "more@example.com");
		assertThat(texts(client.get("/v1/unsubscribes?email=more@example.com&list_id=" + list), "email"))
			.containsExactly("more@example.com");
		String path = "/v1/unsubscribes/" + added.path("id").asString();
		assertThat(client.get(path).path("email").asString()).isEqualTo("reader@example.com");
		other.fail(404, "GET", path, null);
		other.fail(404, "GET", "/v1/unsubscribes?list_id=" + list, null);
		other.fail(404, "POST", "/v1/unsubscribes",
				"{\"email\": \"reader@example.com\", \"list_id\": \"" + list + "\"}");
		client.delete(path);
		client.fail(404, "GET", path, null);
		client.fail(404, "DELETE", path, null);
	}

	@Test
	void templatesAreKeptAndRendered() throws Exception {
		JsonNode made = client.create("/v1/templates",
				"""
						{"name": "Welcome", "subject": "Hi {{name}}", "html": "<p>Hello {{name}} of {{team}}</p>", "engine": "html",
						"variables": {"name": {"type": "string", "required": true}, "team": {"type": "string", "default": "Acme"}}}""");
		assertThat(made.propertyNames()).containsExactly("id", "name", "subject", "html", "engine", "variables",
				"created_at", "updated_at");
		assertThat(made.path("variables").toString()).isEqualTo(
				"{\"name\":{\"type\":\"string\",\"required\":true},\"team\":{\"type\":\"string\",\"required\":false,\"default\":\"Acme\"}}");
		String path = "/v1/templates/" + made.path("id").asString();
		assertThat(client.get(path)).isEqualTo(made);
		JsonNode rendered = client.post(path + "/render", "{\"variables\": {\"name\": \"Alice & Bob\"}}");
		assertThat(rendered.toString())
			.isEqualTo("{\"html\":\"<p>Hello Alice &amp; Bob of Acme</p>\",\"text\":\"Hello Alice & Bob of Acme\"}");
		assertThat(client.fail(422, "POST", path + "/render", "{}").path("message").asString()).contains("name");
		JsonNode changed = client.put(path, "{\"subject\": \"Updated\"}");
		assertThat(changed.path("subject").asString()).isEqualTo("Updated");
		assertThat(changed.path("html").asString()).isEqualTo(made.path("html").asString());
		client.fail(422, "PUT", path, "{\"name\": \"Other\"}");
		client.fail(422, "PUT", path, "{\"html\": \"{{#open}}\"}");
		client.fail(422, "POST", "/v1/templates", "{\"name\": \"x\", \"html\": \"x\", \"engine\": \"react\"}");
		client.fail(409, "POST", "/v1/templates", "{\"name\": \"Welcome\", \"html\": \"x\"}");
		assertThat(client.post("/v1/templates/render", """
				{"html": "<h1>Hello {{name}}</h1>", "variables": {"name": "Bob"}}""").path("html").asString())
			.isEqualTo("<h1>Hello Bob</h1>");
		client.create("/v1/templates", "{\"name\": \"Zebra\", \"html\": \"x\"}");
		JsonNode page = client.get("/v1/templates?limit=1");
		assertThat(names(page)).containsExactly("Welcome");
		assertThat(names(client.get("/v1/templates?cursor=" + page.path("next_cursor").asString())))
			.containsExactly("Zebra");
		other.fail(404, "GET", path, null);
		other.fail(404, "PUT", path, "{\"subject\": \"x\"}");
		other.fail(404, "DELETE", path, null);
		other.fail(404, "POST", path + "/render", "{}");
		assertThat(other.get("/v1/templates").path("data").size()).isZero();
		client.delete(path);
		client.fail(404, "GET", path, null);
		client.fail(404, "GET", "/v1/templates/starters", null);
	}

	@Test
	void theAccountsTemplatesAreUsedByAllAndChangedByTheAccount() throws Exception {
		SendryClient account = new SendryClient(server, server.accountKey());
		String id = account
			.create("/v1/templates", "{\"name\": \"shared\", \"subject\": \"S\", \"html\": \"<i>all</i>\"}")
			.path("id")
			.asString();
		assertThat(client.get("/v1/templates/" + id).path("name").asString()).isEqualTo("shared");
		client.fail(403, "PUT", "/v1/templates/" + id, "{\"html\": \"x\"}");
		client.fail(403, "DELETE", "/v1/templates/" + id, null);
		String mail = "{\"from\": \"a@b.example\", \"to\": \"c@d.example\", \"template_id\": \"" + id + "\"}";
		assertThat(client.post("/v1/emails", mail).path("subject").asString()).isEqualTo("S");
		client.create("/v1/templates", "{\"name\": \"shared\", \"subject\": \"Own\", \"html\": \"<i>own</i>\"}");
		client.fail(422, "POST", "/v1/emails", mail);
	}

	@Test
	void keysAreShownOnceAndGoodAtOnce() throws Exception {
		SendryClient keys = SendryClient.live(server, "keys", ApiKeyScope.FULL_ACCESS);
		JsonNode made = keys.create("/v1/api-keys", "{\"name\": \"Prod Key\", \"scope\": \"sending_access\"}");
		assertThat(made.propertyNames()).containsExactly("id", "name", "scope", "key", "created_at");
		String text = made.path("key").asString();
		assertThat(text).startsWith("sn_live_");
		SendryClient sender = new SendryClient(server, text);
		sender.post("/v1/emails",
				"{\"from\": \"a@b.example\", \"to\": \"c@d.example\", \"subject\": \"x\", \"text\": \"x\"}");
		assertThat(sender.fail(403, "POST", "/v1/api-keys", "{\"name\": \"x\"}").path("code").asString())
			.isEqualTo("forbidden");
		JsonNode listed = keys.get("/v1/api-keys");
		assertThat(listed.path("data").size()).isEqualTo(2);
		JsonNode key = listed.path("data").get(0);
		assertThat(key.propertyNames()).containsExactly("id", "name", "scope", "key_prefix", "last_used_at",
				"created_at");
		assertThat(text).startsWith(key.path("key_prefix").asString());
		assertThat(listed.toString()).doesNotContain(text);
		assertThat(keys.create("/v1/api-keys", "{\"name\": \"all\"}").path("scope").asString())
			.isEqualTo("full_access");
		keys.fail(422, "POST", "/v1/api-keys", "{\"name\": \"x\", \"scope\": \"root\"}");
		other.fail(404, "DELETE", "/v1/api-keys/" + made.path("id").asString(), null);
		keys.delete("/v1/api-keys/" + made.path("id").asString());
		assertThat(sender.fail(401, "GET", "/v1/emails", null).path("code").asString())
			.isEqualTo("authentication_error");
		assertThat(texts(keys.get("/v1/api-keys"), "id")).doesNotContain(made.path("id").asString());
		JsonNode test = SendryClient.test(server, "keys").create("/v1/api-keys", "{\"name\": \"t\"}");
		assertThat(test.path("key").asString()).startsWith("sn_test_");
	}

	@Test
	void webhooksShowTheirSecretByThemselves() throws Exception {
		JsonNode made = client.create("/v1/webhooks", """
				{"url": "https://hooks.example.com/in", "events": ["email.delivered", "email.bounced"]}""");
		assertThat(made.propertyNames()).containsExactly("id", "url", "events", "secret", "active", "created_at",
				"updated_at");
		assertThat(made.path("secret").asString()).isNotEmpty();
		assertThat(made.path("active").asBoolean()).isTrue();
		String path = "/v1/webhooks/" + made.path("id").asString();
		assertThat(client.get(path)).isEqualTo(made);
		JsonNode listed = client.get("/v1/webhooks");
		assertThat(listed.path("data").get(0).propertyNames()).containsExactly("id", "url", "events", "active",
				"created_at", "updated_at");
		assertThat(listed.toString()).doesNotContain(made.path("secret").asString());
		SendryClient reader = SendryClient.live(server, "shop", ApiKeyScope.READ_ONLY);
		reader.fail(403, "GET", path, null);
		assertThat(reader.get("/v1/webhooks").path("data").size()).isPositive();
		assertThat(client.put(path, "{\"active\": false}").path("active").asBoolean()).isFalse();
		JsonNode patched = SendryClient.answer(200,
				client.call("PATCH", path, "{\"active\": true, \"events\": [\"email.sent\"]}"));
		assertThat(patched.path("active").asBoolean()).isTrue();
		assertThat(patched.path("events").toString()).isEqualTo("[\"email.sent\"]");
		assertThat(patched.path("url").asString()).isEqualTo("https://hooks.example.com/in");
		other.fail(404, "GET", path, null);
		other.fail(404, "PUT", path, "{\"active\": false}");
		other.fail(404, "PATCH", path, "{\"active\": false}");
		other.fail(404, "DELETE", path, null);
		assertThat(other.get("/v1/webhooks").path("data").size()).isZero();
		client.delete(path);
		client.fail(404, "GET", path, null);
		assertThat(
				client.fail(422, "POST", "/v1/webhooks", "{\"url\": \"https://a.example.com/\", \"events\": [\"x\"]}")
					.path("details")
					.path("field")
					.asString())
			.isEqualTo("events[0]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1/x", "https://127.0.0.1/x", "https://169.254.169.254/latest/meta-data",
			"https://[::ffff:127.0.0.1]/x", "https://[::1]/x", "https://localhost/x", "https://0x7f.1/x",
			"https://10.0.0.1/x", "ftp://hooks.example.com/", "https://user:secret@hooks.example.com/",
			"https://hooks.example.com:25/", "https://hooks.example.com/\\r\\nX: y", "javascript:alert(1)" })
	void webhooksDoNotReachInwards(String url) throws Exception {
		JsonNode problem = client.fail(422, "POST", "/v1/webhooks",
				"{\"url\": \"" + url + "\", \"events\": [\"email.sent\"]}");
		assertThat(problem.path("code").asString()).isEqualTo("validation_error");
	}

	@Test
	void contactsAreKept() throws Exception {
		String list = client.create("/v1/audiences", "{\"name\": \"Newsletter\", \"description\": \"Weekly\"}")
			.path("id")
			.asString();
		JsonNode made = client.create("/v1/contacts",
				"""
						{"email": "Jane@example.com", "first_name": "Jane", "last_name": "Doe", "metadata": {"plan": "pro", "age": 7},
						"audience_id": "%s"}"""
					.formatted(list));
		assertThat(made.propertyNames()).containsExactly("id", "email", "first_name", "last_name", "metadata",
				"unsubscribed", "created_at", "updated_at");
		assertThat(made.path("metadata").toString()).isEqualTo("{\"age\":\"7\",\"plan\":\"pro\"}");
		String path = "/v1/contacts/" + made.path("id").asString();
		assertThat(client.get(path)).isEqualTo(made);
		assertThat(client.get("/v1/contacts/by-email?email=jane@example.com")).isEqualTo(made);
		JsonNode changed = client.put(path, """
				{"unsubscribed": true, "last_name": "", "metadata": {"plan": null}, "email": "jane@Example.com"}""");
		assertThat(changed.path("unsubscribed").asBoolean()).isTrue();
		assertThat(changed.path("last_name").isNull()).isTrue();
		assertThat(changed.path("first_name").asString()).isEqualTo("Jane");
		assertThat(changed.path("metadata").toString()).isEqualTo("{\"age\":\"7\"}");
		JsonNode back = SendryClient.answer(200,
				client.call("PATCH", "/v1/contacts/by-email?email=jane@example.com", "{\"unsubscribed\": false}"));
		assertThat(back.path("unsubscribed").asBoolean()).isFalse();
		assertThat(texts(client.get("/v1/contacts?audience_id=" + list), "email")).containsExactly("jane@example.com");
		assertThat(texts(client.get("/v1/contacts?email=jane@example.com"), "id"))
			.containsExactly(made.path("id").asString());
		client.fail(409, "POST", "/v1/contacts", "{\"email\": \"jane@example.com\"}");
		client.fail(422, "PUT", path, "{\"email\": \"joan@example.com\"}");
		client.fail(422, "POST", "/v1/contacts", "{\"email\": \"x@example.com\", \"metadata\": {\"a\": {\"b\": 1}}}");
		client.fail(404, "POST", "/v1/contacts",
				"{\"email\": \"x@example.com\", \"audience_id\": \"" + UUID.randomUUID() + "\"}");
		client.fail(404, "GET", "/v1/contacts/by-email?email=x@example.com", null);
		JsonNode imported = client.post("/v1/contacts/import", """
				{"contacts": [{"email": "jane@example.com", "first_name": "Janet"}, {"email": "bob@example.com"},
				{"email": "carl@example.com", "unsubscribed": true}], "audience_id": "%s"}""".formatted(list));
		assertThat(imported.toString()).isEqualTo("{\"created\":2,\"updated\":1,\"total\":3}");
		assertThat(client.get("/v1/contacts/by-email?email=carl@example.com").path("unsubscribed").asBoolean())
			.isTrue();
		assertThat(client
			.fail(422, "POST", "/v1/contacts/import",
					"{\"contacts\": [{\"email\": \"a@example.com\"}, {\"email\": \"nobody\"}]}")
			.path("details")
			.path("field")
			.asString()).isEqualTo("contacts[1].email");
		String one = "{\"email\": \"a@example.com\"}";
		client.fail(422, "POST", "/v1/contacts/import",
				"{\"contacts\": [" + String.join(",", Collections.nCopies(1001, one)) + "]}");
		other.fail(404, "GET", path, null);
		other.fail(404, "PUT", path, "{\"first_name\": \"x\"}");
		other.fail(404, "DELETE", path, null);
		other.fail(404, "GET", "/v1/contacts/by-email?email=jane@example.com", null);
		other.fail(404, "GET", "/v1/contacts?audience_id=" + list, null);
		other.fail(404, "POST", "/v1/contacts/import",
				"{\"contacts\": [" + one + "], \"audience_id\": \"" + list + "\"}");
		assertThat(other.get("/v1/contacts").path("data").size()).isZero();
		client.delete(path);
		client.fail(404, "GET", path, null);
	}

	@Test
	void audiencesHaveMembers() throws Exception {
		JsonNode made = client.create("/v1/audiences", "{\"name\": \"VIP\", \"description\": \"Important\"}");
		assertThat(made.propertyNames()).containsExactly("id", "name", "description", "member_count", "created_at",
				"updated_at");
		String path = "/v1/audiences/" + made.path("id").asString();
		String one = client.create("/v1/contacts", "{\"email\": \"one@example.com\"}").path("id").asString();
		String two = client.create("/v1/contacts", "{\"email\": \"two@example.com\"}").path("id").asString();
		String ids = "{\"contact_ids\": [\"" + one + "\", \"" + two + "\"]}";
		assertThat(client.post(path + "/contacts", ids).toString()).isEqualTo("{\"added\":2}");
		assertThat(client.get(path).path("member_count").asInt()).isEqualTo(2);
		JsonNode page = client.get(path + "/contacts?limit=1");
		assertThat(texts(page, "id")).containsExactly(one);
		assertThat(texts(client.get(path + "/contacts?cursor=" + page.path("next_cursor").asString()), "id"))
			.containsExactly(two);
		client.create("/v1/unsubscribes",
				"{\"email\": \"two@example.com\", \"list_id\": \"" + made.path("id").asString() + "\"}");
		assertThat(client.get(path).path("member_count").asInt()).as("without who has left").isOne();
		client.delete(path + "/contacts/" + one);
		client.fail(404, "DELETE", path + "/contacts/" + one, null);
		JsonNode renamed = client.put(path, "{\"name\": \"VIPs\"}");
		assertThat(renamed.path("name").asString()).isEqualTo("VIPs");
		assertThat(renamed.path("description").asString()).isEqualTo("Important");
		assertThat(names(client.get("/v1/audiences?limit=100"))).contains("VIPs");
		client.fail(409, "POST", "/v1/audiences", "{\"name\": \"VIPs\"}");
		other.fail(404, "GET", path, null);
		other.fail(404, "PUT", path, "{\"name\": \"x\"}");
		other.fail(404, "DELETE", path, null);
		other.fail(404, "GET", path + "/contacts", null);
		other.fail(404, "POST", path + "/contacts", ids);
		other.fail(404, "DELETE", path + "/contacts/" + two, null);
		String own = other.create("/v1/audiences", "{\"name\": \"mine\"}").path("id").asString();
		other.fail(404, "POST", "/v1/audiences/" + own + "/contacts", ids);
		client.delete(path);
		client.get("/v1/contacts/" + two);
	}

	@Test
	void analyticsCountTheMailOfTheSubAccount() throws Exception {
		SendryClient counted = SendryClient.live(server, "counted", ApiKeyScope.FULL_ACCESS);
		UUID id = UUID.fromString(counted.post("/v1/emails",
				"""
						{"from": "a@b.example", "to": "c@d.example", "subject": "x", "text": "x", "scheduled_at": "2999-01-01T00:00:00Z"}""")
			.path("id")
			.asString());
		Instant at = server.bean(MailGateway.class).find(id).orElseThrow().acceptedAt();
		for (DeliveryEventType type : List.of(DeliveryEventType.SENT, DeliveryEventType.DELIVERED,
				DeliveryEventType.OPENED)) {
			server.bean(DeliveryLog.class)
				.record(List.of(new DeliveryEvent(UUID.randomUUID(), id, EmailAddress.parse("c@d.example"), type, at,
						"test", null, null, null, null, false)));
		}
		server.bean(StatisticsCounter.class).countNew();
		LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
		JsonNode analytics = counted.get("/v1/analytics?from=" + day.minusDays(1) + "&to=" + day);
		assertThat(analytics.path("summary").propertyNames()).containsExactly("sent", "delivered", "opened", "clicked",
				"bounced", "complained", "delivery_rate", "open_rate", "click_rate", "bounce_rate", "complaint_rate");
		assertThat(analytics.path("summary").path("sent").asInt()).isOne();
		assertThat(analytics.path("summary").path("open_rate").asDouble()).isOne();
		assertThat(analytics.path("timeseries")).extracting((bucket) -> bucket.path("date").asString())
			.containsExactly(day.minusDays(1).toString(), day.toString());
		assertThat(analytics.path("timeseries").get(1).propertyNames()).containsExactly("date", "sent", "delivered",
				"opened", "clicked", "bounced", "complained");
		assertThat(analytics.path("timeseries").get(1).path("delivered").asInt()).isOne();
		assertThat(counted.get("/v1/analytics?granularity=month&from=" + day + "&to=" + day).path("timeseries"))
			.singleElement()
			.satisfies(
					(bucket) -> assertThat(bucket.path("date").asString()).isEqualTo(day.withDayOfMonth(1).toString()));
		assertThat(counted.get("/v1/analytics?granularity=hour&from=" + day + "&to=" + day).path("timeseries").size())
			.isEqualTo(24);
		assertThat(other.get("/v1/analytics?from=" + day + "&to=" + day).path("summary").path("delivered").asInt())
			.isZero();
		for (String query : List.of("", "?from=" + day, "?from=x&to=" + day, "?from=" + day + "&to=2000-01-01",
				"?from=1000-01-01&to=2999-01-01", "?granularity=year&from=" + day + "&to=" + day,
				"?domain=x&from=" + day + "&to=" + day, "?granularity=hour&tag=x&from=" + day + "&to=" + day)) {
			counted.fail(422, "GET", "/v1/analytics" + query, null);
		}
	}

	@Test
	void theRelayIsToldOfAsDocumented() throws Exception {
		SendryClient reader = SendryClient.live(server, "shop", ApiKeyScope.READ_ONLY);
		assertThat(reader.get("/v1/smtp/info").toString()).isEqualTo(
				"{\"host\":\"smtp.acme.example\",\"port\":587,\"tls\":false,\"auth\":{\"username\":\"(any value)\","
						+ "\"password\":\"use any API key with sending_access scope\"}}");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /v1/emails", "POST, /v1/emails/batch", "POST, /v1/emails/marketing",
			"POST, /v1/emails/0199f0c4-0000-7000-8000-000000000000/cancel", "POST, /v1/domains",
			"POST, /v1/suppression", "POST, /v1/unsubscribes", "POST, /v1/unsubscribes/batch", "POST, /v1/templates",
			"POST, /v1/api-keys", "POST, /v1/webhooks", "POST, /v1/contacts", "POST, /v1/contacts/import",
			"PATCH, /v1/contacts/by-email", "POST, /v1/audiences", "DELETE, /v1/suppression/a@example.com",
			"DELETE, /v1/api-keys/0199f0c4-0000-7000-8000-000000000000" })
	void aKeyThatMayOnlyReadChangesNothing(String method, String path) throws Exception {
		SendryClient reader = SendryClient.live(server, "shop", ApiKeyScope.READ_ONLY);
		JsonNode problem = reader.fail(403, method, path, method.equals("DELETE") ? null : "{}");
		assertThat(problem.path("code").asString()).isEqualTo("forbidden");
	}

	@Test
	void idsThatAreNoneAreOfNothing() throws Exception {
		for (String id : List.of("x", UUID.randomUUID().toString(), "%00", "..%2F", "a%0D%0Ab", "1-1-1-1-1")) {
			for (String resource : List.of("emails", "domains", "unsubscribes", "templates", "webhooks", "contacts",
					"audiences", "test-emails")) {
				HttpResponse<String> response = client.call("GET", "/v1/" + resource + "/" + id, null);
				assertThat(response.statusCode()).as(resource + "/" + id).isIn(400, 404);
			}
		}
	}

	@Test
	void bodiesAreBounded() throws Exception {
		String bomb = "{\"variables\": " + "[".repeat(40_000) + "]".repeat(40_000) + "}";
		assertThat(client.call("POST", "/v1/emails", bomb).statusCode()).isIn(400, 422);
		String large = "{\"subject\": \"" + "x".repeat(1_100_000) + "\"}";
		assertThat(client.fail(413, "POST", "/v1/emails", large).path("code").asString())
			.isEqualTo("payload_too_large");
		String deep = "{\"to\": \"a@b.example\", \"subject\": \"x\", \"text\": \"x\", \"variables\": {\"a\": "
				+ "[".repeat(30) + "]".repeat(30) + "}}";
		client.fail(422, "POST", "/v1/emails", deep);
	}

	@Test
	void whatIsNotThereIsSaidInTheFormOfTheService() throws Exception {
		assertThat(client.fail(404, "GET", "/v1/emails/a/b/c", null).path("code").asString()).isEqualTo("not_found");
		assertThat(client.fail(405, "DELETE", "/v1/emails", null).path("code").asString())
			.isEqualTo("method_not_allowed");
		JsonNode unknown = SendryClient.answer(401,
				server.call("GET", "/v1/emails", null, "Authorization", "Bearer sn_live_unknown"));
		assertThat(unknown.path("error").path("code").asString()).isEqualTo("authentication_error");
		assertThat(server.call("GET", "/v1/emails", null).statusCode()).isEqualTo(401);
		assertThat(server.call("GET", "/v1/orders", null).body()).as("a path of the application").contains("timestamp");
	}

	@Test
	void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
		server.bean(SubAccounts.class)
			.create("limited", SubAccountSettings.NONE.limits(new SubAccountLimits(1L, null, null, null, null)));
		SendryClient limited = SendryClient.live(server, "limited", ApiKeyScope.FULL_ACCESS);
		limited.get("/v1/emails");
		HttpResponse<String> response = limited.call("GET", "/v1/emails", null);
		JsonNode problem = SendryClient.answer(429, response);
		assertThat(problem.path("error").path("code").asString()).isEqualTo("rate_limit_error");
		assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isPositive();
	}

	/**
	 * From another address of the loopback network, which is shut out after that.
	 */
	@Test
	void whoGuessesKeysIsShutOut() throws Exception {
		Set<String> statuses = new TreeSet<>();
		for (int i = 0; i < 11; i++) {
			statuses.add(guess());
		}
		assertThat(statuses).containsExactly("HTTP/1.1 401", "HTTP/1.1 429");
		client.get("/v1/emails");
	}

	private static String guess() throws IOException {
		InetAddress loopback = InetAddress.getByName("127.0.0.1");
		try (Socket socket = new Socket(loopback, server.port(), InetAddress.getByName("127.0.0.2"), 0)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write("GET /v1/emails HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer sn_live_guessed\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
		}
	}

	@Test
	void aListIsReadToItsEnd() throws Exception {
		SendryClient thorough = SendryClient.live(server, "thorough", ApiKeyScope.FULL_ACCESS);
		Set<String> made = new TreeSet<>();
		for (int i = 0; i < 7; i++) {
			made.add(thorough.create("/v1/audiences", "{\"name\": \"list " + i + "\"}").path("id").asString());
		}
		List<String> listed = new ArrayList<>();
		JsonNode page = thorough.get("/v1/audiences?limit=3");
		listed.addAll(texts(page, "id"));
		while (page.path("has_more").asBoolean()) {
			page = thorough.get("/v1/audiences?limit=3&cursor=" + page.path("next_cursor").asString());
			listed.addAll(texts(page, "id"));
		}
		assertThat(listed).hasSize(7).containsExactlyInAnyOrderElementsOf(made);
	}

	private static List<String> names(JsonNode page) {
		return texts(page, "name");
	}

	private static List<String> texts(JsonNode page, String field) {
		List<String> texts = new ArrayList<>();
		page.path("data").forEach((item) -> texts.add(item.path(field).asString()));
		return texts;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SendryApplication.class)
	static class WithRelay {

		@Bean
		SmtpInfo relay() {
			return () -> new SmtpInfo.Address("smtp.acme.example", 587, false);
		}

	}

}
