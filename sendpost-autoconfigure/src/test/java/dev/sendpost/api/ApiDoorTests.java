package dev.sendpost.api;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ApiDoor} does for every door, at the door of the Email API.
 */
class ApiDoorTests {

	private static final String EMAIL = """
			{"to": "ann@example.com", "from": "you@acme.example", "subject": "Welcome!", "html": "<p>Hello</p>"}""";

	private static DoorServer server;

	private static String key;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.email-api.enabled=true", "sendpost.doors.sendpost.enabled=true",
				"sendpost.doors.sendry.enabled=true", "sendpost.doors.sendtrue.enabled=true",
				"sendpost.doors.max-body-size=100KB", "sendpost.doors.smtp-mailer.enabled=true",
				"sendpost.doors.smtp-mailer.servers=smtp.example.com:587");
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
		key = server.key("shop", ApiKeyScope.SENDING_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static HttpResponse<String> send(String body, String... headers) throws IOException, InterruptedException {
		return server.call("POST", "/api/v1/emails", body, headers);
	}

	private static HttpResponse<String> send(String body) throws IOException, InterruptedException {
		return send(body, "Authorization", "Bearer " + key);
	}

	@Test
	void aMessageIsAcceptedForTheSubAccountOfTheKey() throws Exception {
		HttpResponse<String> response = send(EMAIL);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		JsonNode sent = DoorServer.json(response);
		assertThat(sent.path("status").asString()).isEqualTo("queued");
		EmailRecord email = server.bean(MailGateway.class)
			.find(UUID.fromString(sent.path("id").asString()))
			.orElseThrow();
		assertThat(email.subAccount()).isEqualTo("shop");
		assertThat(email.receipt().messageId()).isEqualTo(sent.path("messageId").asString());
		assertThat(email.from()).isEqualTo(EmailAddress.parse("you@acme.example"));
		assertThat(email.subject()).isEqualTo("Welcome!");
	}

	@Test
	void aRequestThatIsRepeatedWithItsIdempotencyKeySendsOnce() throws Exception {
		String[] headers = { "Authorization", "Bearer " + key, "Idempotency-Key", "order-1" };
		JsonNode first = DoorServer.json(send(EMAIL, headers));
		JsonNode second = DoorServer.json(send(EMAIL, headers));
		assertThat(first.path("id").asString()).isNotEmpty().isEqualTo(second.path("id").asString());
	}

	@Test
	void nobodyIsLetInWithoutAKey() throws Exception {
		HttpResponse<String> response = send(EMAIL, "X-Other", "x");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(DoorServer.json(response).path("code").asString()).isEqualTo("unauthenticated");
		assertThat(send(EMAIL, "Authorization", key).statusCode()).as("no bearer token").isEqualTo(401);
		assertThat(send(EMAIL, "Authorization", "Basic " + key).statusCode()).isEqualTo(401);
		assertThat(send(EMAIL, "Authorization", "Bearer " + key, "Authorization", "Bearer " + key).statusCode())
			.as("two of them")
			.isEqualTo(401);
		assertThat(send(EMAIL, "Authorization", "Bearer sp_live_0000000000000000000000000000000000000000").statusCode())
			.isEqualTo(401);
	}

	@Test
	void aKeyThatMayOnlyReadDoesNotSend() throws Exception {
		HttpResponse<String> response = send(EMAIL, "Authorization",
				"Bearer " + server.key("shop", ApiKeyScope.READ_ONLY));
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(DoorServer.json(response).path("code").asString()).isEqualTo("forbidden");
	}

	/**
	 * Of campaigns and keys, a test key has those that test keys made. All else that
	 * takes full access is of live mail too.
	 */
	@Test
	void aTestKeyChangesNothingThatLiveMailDependsOn() throws Exception {
		ApiKeys keys = server.bean(ApiKeys.class);
		String ofAccount = keys.issue(ApiKeyRequest.account("test").forTest()).text();
		String ofShop = keys.issue(ApiKeyRequest.subAccount("shop", "test").forTest()).text();
		Set<String> refusing = new TreeSet<>();
		for (ApiDoor door : server.context().getBeanProvider(ApiDoor.class)) {
			for (ApiRoute route : door.routes()) {
				if (route.scope() != ApiKeyScope.FULL_ACCESS) {
					continue;
				}
				String test = route.wholeAccount() ? ofAccount : ofShop;
				HttpResponse<String> response = server.call(route.method().name(),
						route.path().replaceAll("\\{[^}]+}", "1"), "{}", "Authorization", "Bearer " + test,
						"X-Account-ApiKey", test, "X-SubAccount-ApiKey", test);
				String operation = route.method() + " " + route.path();
				if (operation.matches(".*/(campaigns|api-keys)(/.*)?")) {
					assertThat(response.body()).as(operation).doesNotContain("the key is a test key");
				}
				else {
					assertThat(response.statusCode()).as(operation)
						.isEqualTo(door.name().equals("sendpost") ? 401 : 403);
					assertThat(response.body()).as(operation).contains("the key is a test key");
					refusing.add(door.name());
				}
			}
		}
		assertThat(refusing).containsExactly("email-api", "sendpost", "sendry");
	}

	@Test
	void aTestKeyDoesNotLiftALiveSuppression() throws Exception {
		Suppressions suppressions = server.bean(Suppressions.class);
		EmailAddress ann = EmailAddress.parse("suppressed@example.com");
		suppressions.add(NewSuppression.of(ann, SuppressionReason.SPAM_COMPLAINT).subAccount("shop"));
		String test = server.bean(ApiKeys.class).issue(ApiKeyRequest.subAccount("shop", "test").forTest()).text();
		server.call("DELETE", "/v1/suppression/suppressed@example.com", null, "Authorization", "Bearer " + test);
		server.call("DELETE", "/api/v1/subaccount/suppression",
				"{\"suppressions\": [{\"email\": \"suppressed@example.com\"}]}", "X-SubAccount-ApiKey", test);
		assertThat(suppressions.findBlocking(ann, "shop", EmailStream.TRANSACTIONAL)).isPresent();
		String live = server.key("shop", ApiKeyScope.FULL_ACCESS);
		server.call("DELETE", "/v1/suppression/suppressed@example.com", null, "Authorization", "Bearer " + live);
		assertThat(suppressions.findBlocking(ann, "shop", EmailStream.TRANSACTIONAL)).isEmpty();
	}

	/**
	 * A batch of which some messages are over the limit says so of each.
	 */
	@Test
	void aBatchOfWhichNothingIsTakenForNowIsToBeRepeated() throws Exception {
		server.bean(SubAccounts.class)
			.create("hasty", SubAccountSettings.NONE.limits(new SubAccountLimits(null, 1L, null, null, null)));
		String hasty = server.key("hasty", ApiKeyScope.SENDING_ACCESS);
		String[] headers = { "Authorization", "Bearer " + hasty, "X-SubAccount-ApiKey", hasty };
		String emails = "{\"emails\": [" + EMAIL + ", " + EMAIL + "]}";
		JsonNode first = DoorServer.json(server.call("POST", "/api/v1/emails/batch", emails, headers));
		assertThat(first.path("sent").asInt()).isEqualTo(1);
		assertThat(first.path("failed").asInt()).isEqualTo(1);
		String recipients = "{\"to\": [{\"email\": \"a@b.example\"}, {\"email\": \"c@d.example\"}], \"textBody\": \"x\"}";
		for (HttpResponse<String> response : List.of(server.call("POST", "/api/v1/emails/batch", emails, headers),
				server.call("POST", "/v1/emails/batch", emails, headers),
				server.call("POST", "/api/v1/subaccount/email/", recipients, headers))) {
			assertThat(response.statusCode()).as(response.body()).isEqualTo(429);
			assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isPositive();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"to"                                      | 400 | malformed | null
			not json                                   | 400 | malformed | null
			null                                       | 400 | malformed | null
			{} {}                                      | 422 | invalid   | body
			[]                                         | 422 | invalid   | body
			"x"                                        | 422 | invalid   | body
			{"to": 1}                                  | 422 | invalid   | to
			{"to": {"x": 1}}                           | 422 | invalid   | to
			{"to": "a@b.example", "subject": 1}        | 422 | invalid   | subject
			{"to": "a@b.example", "subject": true}     | 422 | invalid   | subject
			{"to": "a@b.example", "subject": ["x"]}    | 422 | invalid   | subject
			{"to": "a@b.example", "subjct": "x"}       | 422 | invalid   | subjct
			{"to": ["a@b.example", null]}              | 422 | invalid   | to[1]
			{"to": null, "subject": "x", "text": "x"}  | 422 | invalid   | to
			{"to": "a@b.example", "to": "c@d.example"} | 400 | malformed | null
			{"to": "nobody", "subject": "x"}           | 422 | invalid   | to
			{"subject": "x", "text": "x"}              | 422 | invalid   | to
			{"to": "a@b.example", "from": "x", "subject": "x", "text": "x"}               | 422 | invalid | from
			{"to": "a@b.example", "subject": "x\\r\\nBcc: c@d.example", "text": "x"}        | 422 | invalid | subject
			{"to": "a@b.example\\r\\nBcc: c@d.example", "subject": "x", "text": "x"}        | 422 | invalid | to
			{"to": "a@b.example", "subject": "x", "text": "x", "tags": {"a\\r\\nb": "true"}} | 422 | invalid | tags
			""")
	void whatMakesNoSenseIsRefusedByName(String body, int status, String code, String field) throws Exception {
		HttpResponse<String> response = send(body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		JsonNode problem = DoorServer.json(response);
		assertThat(problem.path("code").asString()).isEqualTo(code);
		assertThat(problem.path("field").asString("null")).as(response.body()).isEqualTo(field);
		assertThat(problem.path("error").asString()).isNotEmpty().doesNotContain("\n", "dev.sendpost", "jackson");
	}

	@Test
	void bodiesAreBounded() throws Exception {
		String large = "{\"subject\": \"" + "x".repeat(100_000) + "\"}";
		HttpResponse<String> fits = send(large);
		assertThat(fits.statusCode()).as("one that fits is read").isEqualTo(422);
		assertThat(send("{\"subject\": \"" + "x".repeat(110_000) + "\"}").statusCode()).isEqualTo(413);
		String bomb = "{\"tags\": " + "[".repeat(40_000) + "]".repeat(40_000) + "}";
		assertThat(send(bomb).statusCode()).isIn(400, 422);
		String names = "{\"" + "x".repeat(90_000) + "\": 1}";
		assertThat(send(names).statusCode()).isEqualTo(400);
	}

	@Test
	void bodiesTakeNoMoreThanTheirShareOfMemory() throws Exception {
		Semaphore room = server.bean(ApiDoorSettings.class).bodies();
		int all = room.drainPermits();
		assertThat(all).isPositive();
		try {
			HttpResponse<String> refused = send(EMAIL);
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(DoorServer.json(refused).path("code").asString()).isEqualTo("unavailable");
			room.release(2);
			assertThat(send(EMAIL).statusCode()).isEqualTo(200);
			assertThat(send("{\"subject\": \"" + "x".repeat(20_000) + "\"}").statusCode()).isEqualTo(503);
			assertThat(send("{\"to\"").statusCode()).isEqualTo(400);
			assertThat(room.availablePermits()).isEqualTo(2);
		}
		finally {
			room.release(all - 2);
		}
	}

	@Test
	void onlyJsonIsRead() throws Exception {
		HttpResponse<String> form = server.call("POST", "/api/v1/emails", null, "Authorization", "Bearer " + key,
				"Content-Type", "application/x-www-form-urlencoded");
		assertThat(form.statusCode()).isEqualTo(415);
		for (String malformed : List.of("json", "application/", "a/b/c", "application/json; charset=\"")) {
			HttpResponse<String> response = server.call("POST", "/api/v1/emails", null, "Authorization",
					"Bearer " + key, "Content-Type", malformed);
			assertThat(response.statusCode()).as(malformed).isEqualTo(415);
		}
	}

	@Test
	void whatIsNotThereIsSaidInTheFormOfTheDoor() throws Exception {
		HttpResponse<String> path = server.call("GET", "/api/v1/emails/x/y/z", null);
		assertThat(path.statusCode()).isEqualTo(404);
		assertThat(DoorServer.json(path).path("code").asString()).isEqualTo("unknown_path");
		HttpResponse<String> method = server.call("DELETE", "/api/v1/emails", null);
		assertThat(method.statusCode()).isEqualTo(405);
		assertThat(method.headers().firstValue("Allow").orElseThrow()).contains("POST");
		HttpResponse<String> others = server.call("GET", "/api/v1/orders", null);
		assertThat(others.statusCode()).isEqualTo(404);
		assertThat(others.body()).as("a path of the application").contains("timestamp");
	}

	@Test
	void pagesOfOtherOriginsMayDoNothing() throws Exception {
		HttpResponse<String> preflight = server.call("OPTIONS", "/api/v1/emails", null, "Access-Control-Request-Method",
				"POST");
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		HttpResponse<String> sent = send(EMAIL, "Authorization", "Bearer " + key);
		assertThat(sent.headers().map().keySet()).noneMatch((name) -> name.toLowerCase().startsWith("access-control"));
	}

	/**
	 * The description lists the operations that there are, and no others.
	 */
	@Test
	void theDescriptionIsTrue() throws Exception {
		for (ApiDoor door : server.context().getBeanProvider(ApiDoor.class)) {
			HttpResponse<String> response = server.call("GET", "/openapi/" + door.name() + ".yaml", null);
			assertThat(response.statusCode()).isEqualTo(200);
			Map<String, Map<String, Map<String, Map<String, Object>>>> description = new Yaml().load(response.body());
			Map<String, Set<String>> described = new TreeMap<>();
			description.get("paths")
				.forEach((path, operations) -> described.put(path,
						operations.keySet()
							.stream()
							.filter((name) -> !name.equals("parameters"))
							.map(String::toUpperCase)
							.collect(Collectors.toCollection(TreeSet::new))));
			Map<String, Set<String>> served = new TreeMap<>();
			door.routes()
				.forEach((route) -> served.computeIfAbsent(route.path(), (path) -> new TreeSet<>())
					.add(route.method().name()));
			assertThat(described).as(door.name()).isEqualTo(served);
		}
	}

}
