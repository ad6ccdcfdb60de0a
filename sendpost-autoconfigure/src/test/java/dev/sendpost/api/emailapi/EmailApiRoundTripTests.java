package dev.sendpost.api.emailapi;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.EmailPriority;
import dev.sendpost.MailGateway;
import dev.sendpost.NamedEmail;
import dev.sendpost.api.DoorServer;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mail of the kinds that people send, as far as the Email API can say it, arrives with
 * the same content through its door as through the bean.
 */
class EmailApiRoundTripTests {

	/** Half a surrogate pair is no UTF-8, so it has to be escaped. */
	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private static DoorServer server;

	private static String key;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.email-api.enabled=true", "sendpost.outbox.poll-interval=50ms");
		key = server.key("default", ApiKeyScope.SENDING_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<NamedEmail> messages() {
		return EmailCorpus.all().stream().filter((named) -> canBeSaid(named.email()));
	}

	private static boolean canBeSaid(Email email) {
		return email.cc().isEmpty() && email.bcc().isEmpty() && email.replyTo().isEmpty() && email.headers().isEmpty()
				&& email.attachments().isEmpty() && email.amp() == null && email.preheader() == null
				&& email.listUnsubscribe() == null && email.priority() == EmailPriority.NORMAL;
	}

	@Test
	void mostKindsCanBeSaid() {
		assertThat(messages()).hasSizeGreaterThan(55);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void theDoorIsAsGoodAsTheBean(NamedEmail named) throws Exception {
		UUID direct = server.bean(MailGateway.class).send(named.email()).id();
		HttpResponse<String> response = server.call("POST", "/api/v1/emails",
				JSON.writeValueAsString(body(named.email())), "Authorization", "Bearer " + key);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		UUID posted = UUID.fromString(DoorServer.json(response).path("id").asString());
		Email expected = captured(direct).email();
		Email arrived = captured(posted).email();
		assertThat(arrived.from()).isEqualTo(expected.from());
		assertThat(arrived.to()).isEqualTo(expected.to());
		assertThat(arrived).usingRecursiveComparison().isEqualTo(expected);
	}

	private static CapturedEmail captured(UUID id) {
		return Awaitility.await()
			.until(() -> server.bean(CapturedMailbox.class)
				.emails()
				.stream()
				.filter((email) -> email.id().equals(id))
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private static Map<String, Object> body(Email email) {
		Map<String, Object> body = new LinkedHashMap<>();
		List<String> to = email.to().stream().map(EmailAddress::toString).toList();
		body.put("to", (to.size() == 1) ? to.get(0) : to);
		body.put("from", String.valueOf(email.from()));
		body.put("subject", email.subject());
		if (email.html() != null) {
			body.put("html", email.html());
		}
		if (email.text() != null) {
			body.put("text", email.text());
		}
		return body;
	}

}
