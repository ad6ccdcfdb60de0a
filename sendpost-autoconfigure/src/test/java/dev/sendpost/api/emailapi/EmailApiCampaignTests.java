package dev.sendpost.api.emailapi;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A campaign by the Email API, from the contacts to the reader who has had enough.
 */
class EmailApiCampaignTests {

	private static final Pattern HEADER = Pattern
		.compile("\r\nList-Unsubscribe: <https://news\\.acme\\.example(/\\S+)>\r\n");

	private static DoorServer server;

	private static String key;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.email-api.enabled=true",
				"sendpost.tracking.base-url=https://news.acme.example", "sendpost.outbox.poll-interval=50ms",
				"sendpost.campaigns.poll-interval=50ms");
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
		key = server.key("shop", ApiKeyScope.FULL_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
		return server.call(method, path, body, "Authorization", "Bearer " + key);
	}

	private static JsonNode ok(String method, String path, @Nullable String body) throws Exception {
		HttpResponse<String> response = call(method, path, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return DoorServer.json(response);
	}

	@Test
	void aCampaignReachesEachMemberOnceWithAWayOut() throws Exception {
		UUID list = server.bean(Audiences.class).forSubAccount("shop").lists().create(ListDetails.named("news")).id();
		for (String name : List.of("Ann", "Bob", "Gone")) {
			ok("POST", "/api/v1/contacts", """
					{ "email": "%s@example.com", "name": "%s", "listId": "%s" }""".formatted(name.toLowerCase(), name,
					list));
		}
		ok("POST", "/api/v1/contacts", "{\"email\": \"elsewhere@example.com\"}");
		server.bean(Suppressions.class)
			.add(NewSuppression.of(EmailAddress.parse("gone@example.com"), SuppressionReason.UNSUBSCRIBE)
				.subAccount("shop")
				.createdBy("reader"));
		String campaign = ok("POST", "/api/v1/campaigns", """
				{ "name": "March Newsletter", "subject": "News for {{name}}!", "listId": "%s",
				"content": "<h1>Hello {{name}}</h1><a href=\\"{{unsubscribe_url}}\\">Leave</a>" }""".formatted(list))
			.path("id")
			.asString();
		JsonNode launched = ok("POST", "/api/v1/campaigns/" + campaign + "/launch", null);
		assertThat(launched.toString()).isEqualTo("{\"success\":true,\"status\":\"sending\"}");
		Awaitility.await()
			.until(() -> ok("GET", "/api/v1/stats", null).path("campaigns").toString(),
					"{\"total\":1,\"sending\":0,\"completed\":1}"::equals);
		List<EmailRecord> sent = Awaitility.await()
			.until(() -> server.bean(MailGateway.class)
				.forSubAccount("shop")
				.search(EmailSearch.all().campaign(campaign))
				.emails(), (emails) -> emails.stream().allMatch((email) -> email.status() == EmailStatus.SENT));
		assertThat(sent).hasSize(2);
		List<CapturedEmail> captured = server.bean(CapturedMailbox.class).emails();
		assertThat(captured)
			.extracting((email) -> email.recipients().get(0).address(), (email) -> email.email().subject())
			.containsExactlyInAnyOrder(tuple("ann@example.com", "News for Ann!"),
					tuple("bob@example.com", "News for Bob!"));
		for (CapturedEmail email : captured) {
			assertThat(email.email().html())
				.contains("<a href=\"https://news.acme.example" + oneClickPath(email) + "\">Leave</a>");
		}
		leave(captured.stream()
			.filter((email) -> email.recipients().get(0).localPart().equals("ann"))
			.findFirst()
			.orElseThrow());
		HttpResponse<String> again = call("POST", "/api/v1/campaigns/" + campaign + "/launch", null);
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(DoorServer.json(again).path("code").asString()).isEqualTo("conflict");
		assertThat(server.bean(CapturedMailbox.class).emails()).as("a second launch sends nothing").hasSize(2);
	}

	/**
	 * The path of the link in the header, by which RFC 8058 has a reader unsubscribe.
	 */
	private static String oneClickPath(CapturedEmail email) throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new MimeRenderer().render(email.email(), email.messageId(), email.date()).writeTo(out);
		String message = out.toString(StandardCharsets.ISO_8859_1).replaceAll("\r\n[ \t]+", "\u0020");
		assertThat(message).contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
		Matcher header = HEADER.matcher(message.replace("<https://news.acme.example ", "<https://news.acme.example"));
		assertThat(header.find()).as(message).isTrue();
		return header.group(1);
	}

	private static void leave(CapturedEmail email) throws Exception {
		HttpResponse<String> left = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + oneClickPath(email)))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
				.build(), BodyHandlers.ofString());
		assertThat(left.statusCode()).isEqualTo(200);
		for (JsonNode contact : ok("GET", "/api/v1/contacts", null).path("contacts")) {
			boolean gone = List.of("ann@example.com", "gone@example.com").contains(contact.path("email").asString());
			assertThat(contact.path("status").asString()).as(contact.toString())
				.isEqualTo(gone ? "unsubscribed" : "subscribed");
		}
	}

}
