package dev.sendpost.api.emailapi;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.api.DoorServer;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.egress.EgressGuard;
import dev.sendpost.limit.RequestLimits;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the door of the Email API answers to those who mean no good. The last test shuts
 * its own address out.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmailApiHostileTests {

	private static DoorServer server;

	private static String key;

	private static UUID theirEmail;

	private static UUID theirList;

	private static UUID theirDomain;

	@BeforeAll
	static void start() {
		server = DoorServer.start(WithNames.class, "sendpost.doors.email-api.enabled=true",
				"sendpost.doors.max-body-size=1MB", "sendpost.statistics.enabled=true");
		SubAccounts subAccounts = server.bean(SubAccounts.class);
		subAccounts.create("shop", SubAccountSettings.NONE);
		subAccounts.create("club", SubAccountSettings.NONE);
		subAccounts.create("busy", SubAccountSettings.NONE.limits(new SubAccountLimits(2L, null, null, null, null)));
		key = server.key("shop", ApiKeyScope.FULL_ACCESS);
		theirEmail = server.bean(MailGateway.class)
			.forSubAccount("club")
			.send(Email.builder().from("c@club.example").to("a@example.com").subject("x").text("x").build())
			.id();
		theirList = server.bean(Audiences.class)
			.forSubAccount("club")
			.lists()
			.create(ListDetails.named("members"))
			.id();
		theirDomain = server.bean(SendingDomains.class).add("club.example", "club").id();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@Order(1)
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					emails   | {"to": "a@b.example\\r\\nBcc: c@d.example", "subject": "x", "text": "x"}                       | 422 | to
					emails   | {"to": ["a@b.example", "x\\n <c@d.example>"], "subject": "x", "text": "x"}                      | 422 | to
					emails   | {"to": "a@b.example", "from": "X\\r\\nBcc: c@d.example <a@b.example>", "subject": "x", "text": "x"} | 422 | from
					emails   | {"to": "a@b.example", "subject": "x\\r\\nBcc: c@d.example", "text": "x"}                       | 422 | subject
					emails   | {"to": "a@b.example", "subject": "x\\nBcc: c@d.example", "text": "x"}                          | 422 | subject
					emails   | {"to": "a@b.example", "subject": "x\\u0000", "text": "x"}                                       | 422 | subject
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "tags": {"x\\r\\nBcc: c@d.example": "true"}} | 422 | tags
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "tags": {"x\\r\\nBcc: c@d.example": "y"}}    | 422 | tags
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "tags": {"x": null}}                           | 422 | tags.x
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "tags": {"x": {"y": "z"}}}                     | 422 | tags.x
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "headers": {"X": "y"}}                         | 422 | headers
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "subAccount": "club"}                          | 422 | subAccount
					emails   | {"to": "a@b.example", "subject": "x", "text": "x", "__proto__": {"x": 1}}                         | 422 | __proto__
					contacts | {"email": "a@b.example\\r\\nX: y"}                                                             | 422 | email
					contacts | {"email": "a@b.example", "name": "x\\r\\nBcc: c@d.example"}                                    | 422 | name
					contacts | {"email": ["a@b.example"]}                                                                        | 422 | email
					contacts | {"email": "' or 1=1 --"}                                                                          | 422 | email
					contacts | {"email": "a@b.example", "listId": "' or 1=1 --"}                                                 | 404 | null
					webhooks | {"url": "https://acme.example/\\r\\nHost: x", "events": ["email.sent"]}                        | 422 | url
					webhooks | {"url": "http://127.0.0.1/", "events": ["email.sent"]}                                            | 422 | url
					webhooks | {"url": "http://localhost:8080/", "events": ["email.sent"]}                                       | 422 | url
					webhooks | {"url": "http://169.254.169.254/latest/meta-data/", "events": ["email.sent"]}                     | 422 | url
					webhooks | {"url": "http://[::ffff:127.0.0.1]/", "events": ["email.sent"]}                                   | 422 | url
					webhooks | {"url": "http://[::1]/", "events": ["email.sent"]}                                                | 422 | url
					webhooks | {"url": "http://2130706433/", "events": ["email.sent"]}                                           | 422 | url
					webhooks | {"url": "http://0x7f.1/", "events": ["email.sent"]}                                               | 422 | url
					webhooks | {"url": "http://10.0.0.1/", "events": ["email.sent"]}                                             | 422 | url
					webhooks | {"url": "http://inwards.example/", "events": ["email.sent"]}                                      | 422 | url
					webhooks | {"url": "https://user:password@acme.example/", "events": ["email.sent"]}                          | 422 | url
					webhooks | {"url": "file:///etc/passwd", "events": ["email.sent"]}                                           | 422 | url
					webhooks | {"url": "gopher://acme.example/", "events": ["email.sent"]}                                       | 422 | url
					""")
	void whatIsMeantToSlipThroughIsRefusedByName(String resource, String body, int status, String field)
			throws Exception {
		HttpResponse<String> response = call("POST", "/api/v1/" + resource, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(DoorServer.json(response).path("field").asString("null")).as(response.body()).isEqualTo(field);
		assertThat(response.body()).doesNotContain("\\r", "\\n", "Exception", "dev.sendpost", "select ");
	}

	@Test
	@Order(2)
	void nothingOfThatLeftATrace() {
		assertThat(server.bean(MailGateway.class).forSubAccount("shop").search(EmailSearch.all()).emails()).isEmpty();
		assertThat(server.bean(WebhookSubscribers.class).list()).isEmpty();
	}

	@Test
	@Order(3)
	void whatIsAnothersIsUnknown() throws Exception {
		for (String path : new String[] { "/api/v1/emails/" + theirEmail,
				"/api/v1/emails/" + theirEmail.toString().toUpperCase(), "/api/v1/emails/..%2f" + theirEmail,
				"/api/v1/emails/%0d%0aX:y", "/api/v1/emails/" + "9".repeat(2000),
				"/api/v1/contacts?listId=" + theirList, "/api/v1/emails/1-1-1-1-1" }) {
			assertThat(call("GET", path, null).statusCode()).as(path).isIn(400, 404);
		}
		assertThat(call("POST", "/api/v1/domains/" + theirDomain + "/verify", null).statusCode()).isEqualTo(404);
		assertThat(call("POST", "/api/v1/contacts", "{\"email\": \"a@b.example\", \"listId\": \"" + theirList + "\"}")
			.statusCode()).isEqualTo(404);
		assertThat(DoorServer.json(call("GET", "/api/v1/domains", null)).path("domains").size()).isZero();
		assertThat(DoorServer.json(call("GET", "/api/v1/emails?after=" + theirEmail, null)).path("emails").size())
			.isZero();
		assertThat(DoorServer.json(call("GET", "/api/v1/stats", null)).path("emailsThisMonth").asLong()).isZero();
		assertThat(server.bean(MailGateway.class)
			.forSubmitter(Submitter.subAccount("club"))
			.search(EmailSearch.all())
			.emails()).hasSize(1);
	}

	@Test
	@Order(3)
	void bombsAndFloodsAreRefused() throws Exception {
		for (String path : new String[] { "/api/v1/emails", "/api/v1/emails/batch", "/api/v1/contacts",
				"/api/v1/webhooks" }) {
			assertThat(call("POST", path, "[".repeat(100_000)).statusCode()).isIn(400, 422);
			assertThat(call("POST", path, "{\"a\":".repeat(100_000)).statusCode()).isIn(400, 422);
			assertThat(call("POST", path, "{\"to\": 1" + "0".repeat(100_000) + "}").statusCode()).isIn(400, 422);
			assertThat(call("POST", path, " ".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
		}
		String email = "{\"to\": \"a@b.example\"},";
		assertThat(call("POST", "/api/v1/emails/batch", "{\"emails\": [" + email.repeat(40_000) + "{}]}").statusCode())
			.isEqualTo(422);
		String recipients = "\"a@b.example\",".repeat(60_000);
		assertThat(call("POST", "/api/v1/emails",
				"{\"to\": [" + recipients + "\"a@b.example\"], \"subject\": \"x\", \"text\": \"x\"}")
			.statusCode()).isEqualTo(422);
	}

	@Test
	@Order(3)
	void otherMethodsAndPathsAreNotThere() throws Exception {
		for (String method : new String[] { "PUT", "PATCH", "DELETE", "TRACE" }) {
			assertThat(call(method, "/api/v1/emails", null).statusCode()).as(method).isEqualTo(405);
		}
		for (String path : new String[] { "/api/v1/emails/x/y", "/api/v1/contacts/x", "/api/v1/stats/x",
				"/api/v1/EMAILS" }) {
			assertThat(call("GET", path, null).statusCode()).as(path).isEqualTo(404);
		}
	}

	@Test
	@Order(4)
	void aKeyThatMakesTooManyRequestsHasToWait() throws Exception {
		assertThat(server.bean(RequestLimits.class)).isNotNull();
		String busy = server.key("busy", ApiKeyScope.READ_ONLY);
		for (int i = 0; i < 2; i++) {
			assertThat(server.call("GET", "/api/v1/emails", null, "Authorization", "Bearer " + busy).statusCode())
				.isEqualTo(200);
		}
		HttpResponse<String> refused = server.call("GET", "/api/v1/emails", null, "Authorization", "Bearer " + busy);
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(DoorServer.json(refused).path("code").asString()).isEqualTo("too_many_requests");
		assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
		assertThat(call("GET", "/api/v1/emails", null).statusCode()).as("others go on").isEqualTo(200);
	}

	@Test
	@Order(5)
	void whoeverGuessesKeysIsShutOut() throws Exception {
		HttpResponse<String> response = null;
		for (int i = 0; i < 20 && (response == null || response.statusCode() == 401); i++) {
			response = server.call("GET", "/api/v1/emails", null, "Authorization", "Bearer sk_live_" + i);
		}
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 60);
	}

	private static HttpResponse<String> call(String method, String path, String body) throws Exception {
		return server.call(method, path, body, "Authorization", "Bearer " + key);
	}

	/**
	 * With names of hosts that need no name server.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(DoorServer.Application.class)
	static class WithNames {

		@Bean
		EgressGuard egressGuard() {
			return new EgressGuard(List.of(), List.of(), (host) -> List.of(InetAddress
				.getByAddress(host.equals("inwards.example") ? new byte[] { 10, 0, 0, 7 } : literal(host))));
		}

		private static byte[] literal(String host) throws UnknownHostException {
			boolean name = host.chars().anyMatch((character) -> character >= 'g' && character <= 'z');
			return (name && !host.equals("localhost")) ? new byte[] { 1, 1, 1, 1 }
					: InetAddress.getByName(host).getAddress();
		}

	}

}
