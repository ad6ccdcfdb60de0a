package dev.sendpost.api.sendpost;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.MailGateway;
import dev.sendpost.NamedEmail;
import dev.sendpost.api.DoorServer;
import dev.sendpost.mime.ServiceHeader;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mail of the kinds that people send arrives the same through the door as through the
 * bean.
 */
class SendPostRoundTripTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static DoorServer server;

	private static String key;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.sendpost.enabled=true");
		key = server.key("default", ApiKeyScope.SENDING_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<NamedEmail> messages() {
		return Stream.concat(EmailCorpus.all().stream(), EmailCorpus.smtpUtf8().stream())
			.filter((named) -> isExpressible(named.email()));
	}

	/**
	 * The service has one address for answers, one value for each header, no files within
	 * the HTML, and no types of files but those of their names; and each recipient in To
	 * gets a message of its own.
	 */
	private static boolean isExpressible(Email email) {
		long headers = email.headers().stream().map((header) -> header.name()).distinct().count();
		return email.to().size() == 1 && email.replyTo().size() <= 1 && headers == email.headers().size()
				&& email.attachments().stream().allMatch(SendPostRoundTripTests::isPlain);
	}

	private static boolean isPlain(Attachment file) {
		return !file.isInline() && file.contentType().equals(Attachment.of(file.filename(), new byte[0]).contentType());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void everyFieldArrivesAsThroughTheBean(NamedEmail named) throws Exception {
		Email email = named.email();
		CapturedEmail direct = captured(server.bean(MailGateway.class).send(email).id());
		HttpResponse<String> response = server.call("POST", "/api/v1/subaccount/email/",
				JSON.writeValueAsString(request(email)), "X-SubAccount-ApiKey", key);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		JsonNode sent = DoorServer.json(response).path(0);
		assertThat(sent.path("errorCode").asInt(-1)).as(response.body()).isZero();
		CapturedEmail arrived = captured(UUID.fromString(sent.path("messageId").asString()));
		assertThat(arrived.recipients()).isEqualTo(direct.recipients());
		assertThat(describe(arrived.email())).isEqualTo(describe(direct.email()));
	}

	private static CapturedEmail captured(UUID id) {
		return Awaitility.await()
			.until(() -> server.bean(CapturedMailbox.class)
				.emails()
				.stream()
				.filter((email) -> email.id().equals(id))
				.findFirst(), (email) -> email.isPresent())
			.orElseThrow();
	}

	private static Map<String, Object> request(Email email) throws IOException {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("from", address(email.from()));
		if (!email.replyTo().isEmpty()) {
			request.put("replyTo", address(email.replyTo().get(0)));
		}
		Map<String, Object> to = address(email.to().get(0));
		to.put("cc", email.cc().stream().map(SendPostRoundTripTests::address).toList());
		to.put("bcc", email.bcc().stream().map(SendPostRoundTripTests::address).toList());
		request.put("to", List.of(to));
		request.put("subject", email.subject());
		request.put("preText", email.preheader());
		request.put("htmlBody", email.html());
		request.put("textBody", email.text());
		request.put("ampBody", email.amp());
		request.put("headers", ServiceHeader.of(email));
		List<Map<String, String>> files = new ArrayList<>();
		for (Attachment file : email.attachments()) {
			files.add(Map.of("filename", file.filename(), "content", Base64.getEncoder().encodeToString(octets(file))));
		}
		request.put("attachments", files);
		return request;
	}

	private static Map<String, Object> address(EmailAddress address) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("email", address.address());
		json.put("name", address.name());
		return json;
	}

	private static byte[] octets(Attachment file) throws IOException {
		try (InputStream content = file.content().getInputStream()) {
			return content.readAllBytes();
		}
	}

	private static Map<String, Object> describe(Email email) throws IOException {
		Map<String, Object> description = new LinkedHashMap<>(request(email));
		description.put("to", List.of(email.to(), email.cc(), email.bcc()));
		description.put("from", email.from());
		description.put("replyTo", email.replyTo());
		description.put("priority", email.priority());
		description.put("types", email.attachments().stream().map(Attachment::contentType).toList());
		return description;
	}

}
