package dev.sendpost.api.sendtrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import dev.sendpost.EmailRecord;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.subaccount.ApiKeyScope;
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
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendTrueDoor}.
 */
class SendTrueDoorTests {

	private static final String EMAIL = """
			{
			"from": "you@acme.example",
			"to": "ann@example.com",
			"subject": "Welcome to Our Service",
			"html": "<p>Welcome aboard!</p>",
			"text": "Welcome aboard!"
			}""";

	private static DoorServer server;

	private static String key;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.sendtrue.enabled=true", "sendpost.transports.main.type=capture",
				"sendpost.transports.other.type=capture");
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE.keyRoutes(List.of("main")));
		key = server.key("shop", ApiKeyScope.SENDING_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "smtp-id", "mtp-id", "SMTP-ID" })
	void theDocumentedRequestIsAnsweredAsDocumented(String header) throws Exception {
		HttpResponse<String> response = send(EMAIL, "api-key", key, header, "main");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		JsonNode answer = DoorServer.json(response);
		assertThat(answer.path("success").asBoolean()).isTrue();
		assertThat(answer.path("message").asString()).isEqualTo("Email sent successfully");
		EmailRecord email = server.bean(MailGateway.class)
			.find(UUID.fromString(answer.path("data").path("messageId").asString()))
			.orElseThrow();
		assertThat(email.subAccount()).isEqualTo("shop");
		assertThat(email.route()).isEqualTo("main");
		assertThat(email.subject()).isEqualTo("Welcome to Our Service");
	}

	@Test
	void theSenderAndTheIdMayBeLeftOut() throws Exception {
		HttpResponse<String> response = send("""
				{"to": "ann@example.com", "subject": "Hello", "text": "Hello World!"}""", "api-key", key);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
	}

	@Test
	void anIdThatTheKeyMayNotUseIsAsUnknownAsOneThatIsNone() throws Exception {
		for (String id : List.of("other", "nothing")) {
			HttpResponse<String> response = send(EMAIL, "api-key", key, "smtp-id", id);
			assertProblem(response, 400, "smtp-id: the keys of this sub-account may not name '" + id + "'");
		}
		assertProblem(send(EMAIL, "api-key", key, "smtp-id", "main", "mtp-id", "other"), 400,
				"smtp-id: is there with 2 values");
	}

	@Test
	void anIdThatIsNoneIsRefusedWithoutThoseThatThereAre() throws Exception {
		server.bean(SubAccounts.class).create("club", SubAccountSettings.NONE);
		String any = server.key("club", ApiKeyScope.SENDING_ACCESS);
		assertThat(send(EMAIL, "api-key", any, "smtp-id", "other").statusCode()).isEqualTo(200);
		for (String apiKey : List.of(any, server.accountKey())) {
			assertProblem(send(EMAIL, "api-key", apiKey, "smtp-id", "nothing"), 400,
					"smtp-id: 'nothing' is not a configured route or transport");
		}
	}

	@Test
	void whatASuppressionKeepsBackIsNotSaidToBeSent() throws Exception {
		server.bean(Suppressions.class).add(NewSuppression.of("not@example.com", SuppressionReason.MANUAL));
		HttpResponse<String> response = send("""
				{"to": "not@example.com", "subject": "Hello", "text": "Hello World!"}""", "api-key", key);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
		assertThat(DoorServer.json(response).path("success").asBoolean(true)).isFalse();
		assertThat(DoorServer.json(response).path("message").asString()).contains("suppress");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"subject": "x", "text": "x"}                                        | to: is missing
			{"to": "ann@example.com", "text": "x"}                               | subject: is missing
			{"to": ["ann@example.com"], "subject": "x", "text": "x"}             | to: must be a string
			{"to": "ann@example.com", "subject": "x", "cc": "bob@example.com"}   | cc: is not known here
			{"to": "ann@example.com\\nBcc: b@example.com", "subject": "x", "text": "x"} | to: `` is not
			{"to": "ann@example.com", "subject": "x\\nBcc: b@example.com", "text": "x"} | subject:
			{"to": "ann@example.com", "from": "a@b.example\\r\\nX: y", "subject": "x", "text": "x"} | from:
			{"to":                                                               | the body is not JSON
			""")
	void whatMakesNoSenseIs400(String body, String message) throws Exception {
		HttpResponse<String> response = send(body, "api-key", key);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
		assertThat(DoorServer.json(response).path("message").asString()).startsWith(message.replace("`` is not", ""));
	}

	@Test
	void nobodyIsLetInWithoutAKey() throws Exception {
		assertProblem(send(EMAIL, "x", "y"), 401, "the API key is missing or mistyped");
		assertProblem(send(EMAIL, "Authorization", "Bearer " + key), 401, "the API key is missing or mistyped");
	}

	private static void assertProblem(HttpResponse<String> response, int status, String message) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(DoorServer.json(response).path("success").asBoolean(true)).isFalse();
		assertThat(DoorServer.json(response).path("message").asString()).isEqualTo(message);
	}

	private static HttpResponse<String> send(String body, String... headers) throws Exception {
		return server.call("POST", "/v1/smtp/email", body, headers);
	}

}
