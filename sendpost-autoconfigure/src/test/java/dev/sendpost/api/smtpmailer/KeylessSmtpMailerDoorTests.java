package dev.sendpost.api.smtpmailer;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.sendpost.EmailRecord;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.testsmtp.SmtpAction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmtpMailerDoor} on a trusted network: one server and no keys.
 */
class KeylessSmtpMailerDoorTests {

	/** As {@code JSON.stringify} writes the message of the documentation's example. */
	private static final String JAVASCRIPT_BODY = "{\"from\":\"your_email@example.com\",\"to\":\"to_email@example.com\","
			+ "\"cc\":\"cc_email@example.com\",\"subject\":\"Test Api\",\"text\":\"Hello, Test Email From API\"}";

	private static final String BASIC = basic("your_email@example.com:your_password");

	private static final ScriptedSmtpServer smtp = ScriptedSmtpServer
		.start((script) -> script.user("your_email@example.com", "your_password"));

	private static DoorServer server;

	@BeforeAll
	static void start() {
		server = start("30s");
	}

	private static DoorServer start(String timeout) {
		List<String> properties = new ArrayList<>();
		properties.add("sendpost.doors.smtp-mailer.enabled=true");
		properties.add("sendpost.doors.smtp-mailer.private-servers=localhost:" + smtp.port());
		properties.add("sendpost.doors.smtp-mailer.require-key=false");
		properties.add("sendpost.doors.smtp-mailer.allow-clear-text-passwords=true");
		properties.add("sendpost.doors.smtp-mailer.requests-per-minute=30");
		properties.add("sendpost.doors.smtp-mailer.concurrency=1");
		properties.add("sendpost.doors.smtp-mailer.timeout=" + timeout);
		return DoorServer.start(properties.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		server.close();
		smtp.close();
	}

	@BeforeEach
	void forgetScript() {
		smtp.rescript((script) -> {
		});
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	private static HttpResponse<String> send(DoorServer server) throws Exception {
		return server.call("POST", "/api/smtp", JAVASCRIPT_BODY, "Authorization", BASIC);
	}

	@Test
	void theDocumentedExampleThatNamesNoServerIsAnsweredAsDocumented() throws Exception {
		HttpResponse<String> response = send(server);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		JsonNode answer = DoorServer.json(response);
		assertThat(answer.path("message").asString()).isEqualTo("Email sent successfully");
		EmailRecord found = server.bean(MailGateway.class)
			.find(UUID.fromString(answer.path("info").path("id").asString()))
			.orElseThrow();
		assertThat(found.subAccount()).isEqualTo("default");
		assertThat(smtp.messages()).last().satisfies((message) -> {
			assertThat(message.recipients()).containsExactly("to_email@example.com", "cc_email@example.com");
			assertThat(message.user()).isEqualTo("your_email@example.com");
		});
	}

	@Test
	void aSlowServerIsNotWaitedForLongerThanAllowed() throws Exception {
		smtp.rescript((script) -> script.onEhlo(SmtpAction.silence()));
		try (DoorServer hasty = start("2s")) {
			HttpResponse<String> response = send(hasty);
			assertThat(response.statusCode()).as(response.body()).isEqualTo(504);
			assertThat(response.body()).contains("did not take the message within 2 s");
			smtp.awaitOpenConnections(0);
		}
	}

	@Test
	void noMoreAreSentAtATimeThanAllowed() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		smtp.rescript((script) -> script.onEhlo(SmtpAction.proceed().after(gate)));
		int before = smtp.connections();
		CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
			try {
				return send(server).statusCode();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		Awaitility.await().until(() -> smtp.connections() > before);
		HttpResponse<String> second = send(server);
		gate.countDown();
		assertThat(second.statusCode()).as(second.body()).isEqualTo(503);
		assertThat(first.join()).isEqualTo(200);
	}

}
