package dev.sendpost.api.sendpost;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendPostDoor} by requests as clients other than the SDK for Java make
 * them.
 */
class SendPostDoorTests {

	private static final String EMAIL = "/api/v1/subaccount/email/";

	private static final String DOMAIN = "/api/v1/subaccount/domain";

	private static final String SUPPRESSION = "/api/v1/subaccount/suppression";

	private static DoorServer server;

	private static String key;

	private static String accountKey;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.sendpost.enabled=true", "sendpost.doors.max-body-size=1MB",
				"sendpost.statistics.enabled=true", "sendpost.safety.capture=true",
				"sendpost.transports.first.type=smtp", "sendpost.transports.first.host=localhost",
				"sendpost.routing.routes.PiedPiper.transports=first", "sendpost.dns.servers=127.0.0.1:1",
				"sendpost.domains.spf-include=spf.piedpiper.com");
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
		server.bean(SubAccounts.class).create("other", SubAccountSettings.NONE);
		key = server.key("shop", ApiKeyScope.FULL_ACCESS);
		accountKey = server.accountKey();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static HttpResponse<String> subAccount(String method, String path, String body)
			throws IOException, InterruptedException {
		return server.call(method, path, body, "X-SubAccount-ApiKey", key);
	}

	private static HttpResponse<String> account(String method, String path, String body)
			throws IOException, InterruptedException {
		return server.call(method, path, body, "X-Account-ApiKey", accountKey);
	}

	private static String message(JsonNode problem) {
		return problem.path("message").asString();
	}

	private static JsonNode found(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return DoorServer.json(response);
	}

	/**
	 * The service's own examples for curl have no {@code Content-Type}, which curl fills
	 * in for a form.
	 */
	private static JsonNode curl(String path, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/api/v1" + path))
			.timeout(Duration.ofSeconds(60))
			.header("accept", "application/json")
			.header("X-SubAccount-ApiKey", key)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build();
		return found(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
	}

	private static Email captured(JsonNode sent) {
		UUID id = UUID.fromString(sent.path("messageId").asString());
		return Awaitility.await()
			.until(() -> server.bean(CapturedMailbox.class)
				.emails()
				.stream()
				.filter((email) -> email.id().equals(id))
				.findFirst(), (email) -> email.isPresent())
			.orElseThrow()
			.email();
	}

	@Test
	void theExampleOfAMessageWorksAsPrinted() throws Exception {
		JsonNode sent = curl("/subaccount/email/", """
				{
				  "from": { "email": "richard@piedpiper.com" },
				  "to": [{ "email": "gavin@hooli.com" }],
				  "subject": "Hello World",
				  "htmlBody": "<strong>it works!</strong>",
				  "ippool": "PiedPiper"
				}""");
		assertThat(sent).hasSize(1);
		assertThat(sent.path(0).path("to").asString()).isEqualTo("gavin@hooli.com");
		assertThat(sent.path(0).path("errorCode").asInt(-1)).isZero();
		Email email = captured(sent.path(0));
		assertThat(email.from()).isEqualTo(EmailAddress.parse("richard@piedpiper.com"));
		assertThat(email.html()).isEqualTo("<strong>it works!</strong>");
		EmailRecord stored = server.bean(MailGateway.class)
			.find(UUID.fromString(sent.path(0).path("messageId").asString()))
			.orElseThrow();
		assertThat(stored.subAccount()).isEqualTo("shop");
		assertThat(stored.route()).isEqualTo("PiedPiper");
	}

	@Test
	void theExampleOfATemplateWorksAsPrinted() throws Exception {
		MailTemplates templates = server.bean(MailTemplates.class);
		templates.create(null, "12345",
				TemplateSource.of(TemplateContent.html("{{product}}", "<p>Hello {{name}}</p>")));
		templates.publish(null, "12345");
		JsonNode sent = curl("/subaccount/email/template", """
				{
				  "from": { "email": "richard@piedpiper.com" },
				  "to": [{ "email": "gavin@hooli.com" }],
				  "templateId": "12345",
				  "dynamicData": {
				    "name": "Gavin",
				    "product": "Compression Algorithm"
				  },
				  "ippool": "PiedPiper"
				}""");
		Email email = captured(sent.path(0));
		assertThat(email.subject()).isEqualTo("Compression Algorithm");
		assertThat(email.html()).isEqualTo("<p>Hello Gavin</p>");
	}

	@Test
	void theExampleOfADomainWorksAsPrinted() throws Exception {
		JsonNode domain = curl("/subaccount/domain", "{\"name\": \"example.com\"}");
		assertThat(domain.path("name").asString()).isEqualTo("example.com");
		assertThat(domain.path("dkim").path("host").asString()).endsWith("._domainkey.example.com");
		assertThat(domain.path("dkim").path("type").asString()).isEqualTo("TXT");
		assertThat(domain.path("spf").path("textValue").asString()).startsWith("v=spf1");
		assertThat(domain.path("spfVerified").isBoolean()).isTrue();
		assertThat(domain.path("verified").asBoolean(true)).isFalse();
		assertThat(domain.path("created").isLong()).isTrue();
		JsonNode removed = found(subAccount("DELETE", DOMAIN + "/" + domain.path("id").asLong(), null));
		assertThat(removed.path("id")).isEqualTo(domain.path("id"));
		assertThat(message(removed)).contains("example.com");
	}

	@Test
	void pathsHaveASlashAtTheirEndOrNot() throws Exception {
		for (String path : new String[] { "/api/v1/account/ip", "/api/v1/account/ip/", "/api/v1/account/subaccount",
				"/api/v1/account/subaccount/", "/api/v1/account/ippool/", "/api/v1/account/webhook/" }) {
			assertThat(found(account("GET", path, null)).isArray()).as(path).isTrue();
		}
		assertThat(found(subAccount("GET", DOMAIN + "/", null)).isArray()).isTrue();
		String body = "{\"to\": [{\"email\": \"a@hooli.com\"}], \"subject\": \"x\", \"textBody\": \"x\"}";
		assertThat(found(subAccount("POST", "/api/v1/subaccount/email", body))).hasSize(1);
	}

	@Test
	void timesAreNanosecondsAndStatisticsAreNamedAsDescribed() throws Exception {
		JsonNode sent = found(subAccount("POST", EMAIL,
				"{\"to\": [{\"email\": \"a@hooli.com\"}], \"subject\": \"x\", \"textBody\": \"x\"}"))
			.path(0);
		JsonNode message = found(account("GET", "/api/v1/account/message/" + sent.path("messageId").asString(), null));
		EmailRecord stored = server.bean(MailGateway.class)
			.find(UUID.fromString(sent.path("messageId").asString()))
			.orElseThrow();
		assertThat(message.path("submittedAt").asLong()).isEqualTo(stored.acceptedAt().toEpochMilli() * 1_000_000);
		assertThat(sent.path("submittedAt").asLong() / 1_000_000_000)
			.isBetween(stored.acceptedAt().getEpochSecond() - 60, stored.acceptedAt().getEpochSecond() + 60);
		String day = LocalDate.now(ZoneOffset.UTC).toString();
		String days = "?from=" + day + "&to=" + day;
		assertThat(found(account("GET", "/api/v1/account/stat" + days, null)).path(0).path("stat").path("spam").isInt())
			.isTrue();
		assertThat(found(account("GET", "/api/v1/account/stat/group" + days + "&group=x", null)).path(0)
			.path("stat")
			.path("spam")
			.isInt()).isTrue();
		assertThat(found(account("GET", "/api/v1/account/stat/aggregate" + days, null)).path("spams").isInt()).isTrue();
		assertThat(account("GET", "/api/v1/account/stat?from=today&to=" + day, null).statusCode()).isEqualTo(400);
	}

	@Test
	void aMessageIsShownWithoutWhatIsNoLongerKept() throws Exception {
		JsonNode sent = found(subAccount("POST", EMAIL, """
				{"to": [{"email": "a@hooli.com", "cc": [{"email": "b@hooli.com"}]}], "subject": "Kept",
				 "textBody": "x"}""")).path(0);
		captured(sent);
		String path = "/api/v1/account/message/" + sent.path("messageId").asString();
		assertThat(found(account("GET", path, null)).path("textBody").asString()).isEqualTo("x");
		Store store = server.bean(Store.class);
		store.jdbc()
			.update("delete from sendpost_content where id = (select content_id from sendpost_email where id = ?)",
					store.platform().parameter(UUID.fromString(sent.path("messageId").asString())));
		JsonNode message = found(account("GET", path, null));
		assertThat(message.has("textBody")).isFalse();
		assertThat(message.path("subject").asString()).isEqualTo("Kept");
		assertThat(message.path("to").path("email").asString()).isEqualTo("a@hooli.com");
	}

	@Test
	void oneSubAccountNeitherSeesNorChangesWhatIsOfAnother() throws Exception {
		SendingDomains domains = server.bean(SendingDomains.class);
		SendingDomain theirs = domains.add("theirs.example", "other");
		SendingDomain shared = domains.add("shared.example", null);
		Suppressions suppressions = server.bean(Suppressions.class);
		suppressions.add(NewSuppression.of("they@hooli.com", SuppressionReason.MANUAL).subAccount("other"));
		suppressions.add(NewSuppression.of("they@hooli.com", SuppressionReason.SPAM_COMPLAINT));
		assertThat(subAccount("GET", DOMAIN + "/" + theirs.number(), null).statusCode()).isEqualTo(406);
		assertThat(subAccount("DELETE", DOMAIN + "/" + theirs.number(), null).statusCode()).isEqualTo(406);
		assertThat(subAccount("GET", DOMAIN + "/" + shared.number(), null).statusCode()).isEqualTo(200);
		assertThat(subAccount("DELETE", DOMAIN + "/" + shared.number(), null).statusCode()).isEqualTo(403);
		assertThat(subAccount("GET", DOMAIN, null).body()).contains("shared.example").doesNotContain("theirs.example");
		assertThat(domains.find(theirs.id())).isPresent();
		assertThat(domains.find(shared.id())).isPresent();
		String day = LocalDate.now(ZoneOffset.UTC).toString();
		assertThat(subAccount("GET", SUPPRESSION + "?from=" + day + "&to=" + day + "&search=they", null).body())
			.isEqualTo("[]");
		String body = "{\"suppressions\": [{\"email\": \"they@hooli.com\"}]}";
		assertThat(subAccount("DELETE", SUPPRESSION, body).statusCode()).isEqualTo(406);
		assertThat(suppressions.find("they@hooli.com")).hasSize(2);
		MailTemplates templates = server.bean(MailTemplates.class);
		UUID template = templates.create("other", "secret", TemplateSource.of(TemplateContent.text("Secret", "Secret")))
			.id();
		templates.publish("other", "secret");
		for (String named : new String[] { "\"templateId\": \"" + template + "\"", "\"template\": \"secret\"" }) {
			HttpResponse<String> refused = subAccount("POST", EMAIL + "template",
					"{\"to\": [{\"email\": \"a@hooli.com\"}], " + named + "}");
			assertThat(refused.statusCode()).isEqualTo(422);
			assertThat(refused.body()).containsPattern("there is no (such )?template");
		}
	}

	@Test
	void anIdStandsForItsOwnTemplateOrForNone() throws Exception {
		MailTemplates templates = server.bean(MailTemplates.class);
		UUID ofAccount = templates
			.create(null, "welcome", TemplateSource.of(TemplateContent.text("Of the account", "Hello")))
			.id();
		templates.publish(null, "welcome");
		String body = "{\"to\": [{\"email\": \"a@hooli.com\"}], \"templateId\": \"%s\"}";
		assertThat(found(subAccount("POST", EMAIL + "template", body.formatted(ofAccount)))).hasSize(1);
		UUID ofShop = templates
			.create("shop", "welcome", TemplateSource.of(TemplateContent.text("Of the shop", "Hello")))
			.id();
		templates.publish("shop", "welcome");
		assertThat(subAccount("POST", EMAIL + "template", body.formatted(ofAccount)).statusCode()).isEqualTo(422);
		JsonNode sent = found(subAccount("POST", EMAIL + "template", body.formatted(ofShop))).get(0);
		UUID id = UUID.fromString(sent.path("messageId").asString());
		assertThat(server.bean(MailGateway.class).find(id).orElseThrow().subject()).isEqualTo("Of the shop");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"to"                                                                             | the body is not JSON
					[]                                                                                | body:
					{"to": []}                                                                        | to:
					{"to": [null]}                                                                    | to[0]:
					{"to": ["a@b.com"]}                                                               | to[0]:
					{"to": [{"email": 1}]}                                                            | to[0].email:
					{"to": [{"name": "x"}], "textBody": "x"}                                          | to[0].email:
					{"to": [{"email": "nobody"}], "textBody": "x"}                                    | to[0].email:
					{"to": [{"email": "a@b.com", "cc": [{"email": "x"}]}], "textBody": "x"}           | to[0].cc[0].email:
					{"to": [{"email": "a@b.com", "bcc": [null]}], "textBody": "x"}                    | to[0].bcc[0]:
					{"to": [{"email": "a@b.com"}], "textBdy": "x"}                                    | textBdy:
					{"to": [{"email": "a@b.com"}], "subject": "x"}                                    | htmlBody:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "from": {"email": "x"}}           | from.email:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "replyTo": {"name": "x"}}         | replyTo.email:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "ippool": "none"}                 | ippool:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"X": null}}           | headers.X:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"Bcc": "c@d.com"}}    | headers:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "attachments": [{"content": ""}]} | attachments[0]:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "attachments": [{"filename": "a", "content": "?"}]} | attachments[0].content:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "template": "x"}                  | template:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "webhookEndpoint": "http://127.0.0.1/"} | webhookEndpoint:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "subject": "x\\r\\nBcc: c@d.com"} | subject:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "preText": "x\\r\\nBcc: c@d.com"} | preText:
					{"to": [{"email": "a@b.com\\r\\nBcc: c@d.com"}], "textBody": "x"}                 | to[0].email:
					{"to": [{"email": "a@b.com", "name": "x\\r\\nBcc: c@d.com"}], "textBody": "x"}    | to[0].email:
					{"to": [{"email": "a@b.com", "cc": [{"email": "a@b.com", "name": "\\n"}]}], "textBody": "x"} | to[0].cc[0].email:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "from": {"email": "a@b.com", "name": "x\\r\\nBcc: c@d.com"}} | from.email:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "replyTo": {"email": "a@b.com\\nx"}} | replyTo.email:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"X-A": "x\\r\\nBcc: c@d.com"}} | headers
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"X-A\\r\\nBcc": "x"}} | headers:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"List-Unsubscribe": "<http://a\\r\\nBcc: x>"}} | headers.List-Unsubscribe:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}} | headers.List-Unsubscribe-Post:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"List-Unsubscribe": "<https://a.com/>", "List-Unsubscribe-Post": "x"}} | headers.List-Unsubscribe-Post:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"X-Priority": "7"}}   | headers.X-Priority:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "headers": {"X-Priority": "1", "Importance": "low"}} | headers.Importance:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "groups": ["x\\r\\ny"]}           | groups:
					{"to": [{"email": "a@b.com"}], "textBody": "x", "attachments": [{"filename": "a\\r\\nX: y", "content": ""}]} | attachments[0]:
					{"to": [{"email": "a@b.com", "customFields": {"x": {"y": 1}, "": 2}}], "textBody": "x"} | to.customFields:
					""")
	void whatMakesNoSenseIsRefusedByName(String body, String field) throws Exception {
		HttpResponse<String> response = subAccount("POST", EMAIL, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		JsonNode problem = DoorServer.json(response);
		assertThat(message(problem)).startsWith(field).doesNotContain("\n", "\r", "dev.sendpost", "jackson");
		assertThat(problem.path("code").asInt()).isEqualTo(422);
	}

	@Test
	void aSubjectIsFilledInOnOneLine() throws Exception {
		HttpResponse<String> response = subAccount("POST", EMAIL, """
				{"to": [{"email": "a@b.com", "customFields": {"x": "1\\r\\nBcc: c@d.com"}}], "subject": "{{x}}",
				 "textBody": "x"}""");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
	}

	@Test
	void withoutCustomFieldsBracesAreLeftAlone() throws Exception {
		JsonNode sent = found(subAccount("POST", EMAIL, """
				{"to": [{"email": "a@b.com", "customFields": {}}], "subject": "{{x}}", "textBody": "{{#y}}"}"""));
		assertThat(captured(sent.path(0)).subject()).isEqualTo("{{x}}");
		assertThat(captured(sent.path(0)).text()).isEqualTo("{{#y}}");
	}

	@Test
	void requestsAreBounded() throws Exception {
		assertThat(subAccount("POST", EMAIL, "{\"subject\": \"" + "x".repeat(1_100_000) + "\"}").statusCode())
			.isEqualTo(413);
		String many = IntStream.range(0, 1001)
			.mapToObj((i) -> "{\"email\": \"a" + i + "@b.com\"}")
			.collect(Collectors.joining(", "));
		HttpResponse<String> recipients = subAccount("POST", EMAIL, "{\"to\": [" + many + "], \"textBody\": \"x\"}");
		assertThat(recipients.statusCode()).isEqualTo(422);
		assertThat(recipients.body()).contains("1000");
		for (String field : new String[] { "manual", "suppressions" }) {
			HttpResponse<String> addresses = subAccount(field.equals("manual") ? "POST" : "DELETE", SUPPRESSION,
					"{\"" + field + "\": [" + many + "]}");
			assertThat(addresses.statusCode()).isEqualTo(422);
			assertThat(addresses.body()).contains("1000");
		}
		String bomb = "{\"to\": [{\"email\": \"a@b.com\", \"customFields\": {\"x\": " + "[".repeat(100_000)
				+ "]".repeat(100_000) + "}}]}";
		assertThat(subAccount("POST", EMAIL, bomb).statusCode()).isEqualTo(422);
		String deep = "{\"to\": [{\"email\": \"a@b.com\", \"customFields\": {\"x\": " + "[".repeat(30) + "]".repeat(30)
				+ "}}], \"textBody\": \"x\"}";
		assertThat(subAccount("POST", EMAIL, deep).statusCode()).isEqualTo(422);
		assertThat(subAccount("GET", DOMAIN + "?limit=0", null).statusCode()).isEqualTo(422);
		assertThat(subAccount("GET", DOMAIN + "?limit=1001", null).statusCode()).isEqualTo(422);
		assertThat(subAccount("GET", DOMAIN + "?offset=-1", null).statusCode()).isEqualTo(422);
		assertThat(subAccount("GET", DOMAIN + "?limit=1&limit=2", null).statusCode()).isEqualTo(422);
	}

	@Test
	void whatIsNotThereIsSaidInTheFormOfTheDoor() throws Exception {
		HttpResponse<String> path = account("GET", "/api/v1/account/billing", null);
		assertThat(path.statusCode()).isEqualTo(404);
		assertThat(message(DoorServer.json(path))).isNotEmpty();
		HttpResponse<String> method = subAccount("GET", EMAIL, null);
		assertThat(method.statusCode()).isEqualTo(405);
		assertThat(method.headers().firstValue("Allow")).hasValue("POST");
		for (String id : new String[] { "0", "-1", "x", "99999999999999999999", "2147483648" }) {
			assertThat(subAccount("GET", DOMAIN + "/" + id, null).statusCode()).as(id).isEqualTo(406);
			assertThat(account("GET", "/api/v1/account/subaccount/" + id, null).statusCode()).as(id).isEqualTo(406);
			assertThat(account("GET", "/api/v1/account/webhook/" + id, null).statusCode()).as(id).isEqualTo(406);
			assertThat(account("GET", "/api/v1/account/ippool/" + id, null).statusCode()).as(id).isEqualTo(406);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/",
			"http://[::ffff:127.0.0.1]/", "http://localhost/", "http://0x7f000001/", "http://[::1]/",
			"file:///etc/passwd", "http://user:password@192.0.2.1/", "https://10.0.0.1/", "not a url" })
	void webhooksDoNotLeadIntoThePrivateNetwork(String url) throws Exception {
		HttpResponse<String> response = account("POST", "/api/v1/account/webhook",
				"{\"url\": \"" + url + "\", \"delivered\": true}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		assertThat(found(account("GET", "/api/v1/account/webhook", null))).isEmpty();
	}

	@Test
	void keysAreFoundInTheirHeaderWhateverItsCase() throws Exception {
		assertThat(server.call("GET", DOMAIN, null, "x-subaccount-apikey", key).statusCode()).isEqualTo(200);
		assertThat(server.call("GET", "/api/v1/account/ippool", null, "X-ACCOUNT-APIKEY", accountKey).statusCode())
			.isEqualTo(200);
		assertThat(server.call("GET", DOMAIN, null, "Authorization", "Bearer " + key).statusCode()).isEqualTo(401);
	}

	@Test
	void anApplicationWithoutStatisticsAndRoutesSaysSo() throws Exception {
		try (DoorServer plain = DoorServer.start("sendpost.doors.sendpost.enabled=true")) {
			String account = plain.accountKey();
			String subAccount = plain.key("default", ApiKeyScope.FULL_ACCESS);
			HttpResponse<String> statistics = plain.call("GET", "/api/v1/account/stat?from=2026-01-01&to=2026-01-02",
					null, "X-Account-ApiKey", account);
			assertThat(statistics.statusCode()).isEqualTo(501);
			assertThat(statistics.body()).contains("sendpost.statistics.enabled");
			JsonNode sent = found(plain.call("POST", EMAIL, """
					{"from": {"email": "richard@piedpiper.com"}, "to": [{"email": "gavin@hooli.com"}],
					 "subject": "Hello World", "htmlBody": "x", "ippool": "PiedPiper"}""", "X-SubAccount-ApiKey",
					subAccount));
			assertThat(plain.bean(MailGateway.class)
				.find(UUID.fromString(sent.path(0).path("messageId").asString()))
				.orElseThrow()
				.route()).isNull();
			HttpResponse<String> last = null;
			for (int i = 0; i < 11; i++) {
				last = plain.call("GET", DOMAIN, null, "X-SubAccount-ApiKey", "AHEZEP8192SEGHAHEZE" + (char) ('A' + i));
			}
			assertThat(last.statusCode()).as("somebody guesses keys").isEqualTo(429);
			assertThat(last.headers().firstValue("Retry-After")).isPresent();
		}
	}

}
