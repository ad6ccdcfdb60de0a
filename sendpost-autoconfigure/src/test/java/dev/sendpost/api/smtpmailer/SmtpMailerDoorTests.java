package dev.sendpost.api.smtpmailer;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MimeReading;
import dev.sendpost.NamedEmail;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.api.DoorServer;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testsmtp.ReceivedMessage;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.testsmtp.SmtpAction;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.testsmtp.TestCertificates.Kind;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmtpMailerDoor} with real SMTP servers.
 */
class SmtpMailerDoorTests {

	private static final String USER = "your_email@example.com";

	private static final String PASSWORD = "Tr0ub4dor:&3 ümlaut";

	/** As the documentation prints the body of its curl example. */
	private static final String CURL_BODY = """
			{\s
			    "from": "your_email@testapi.com",\s
			    "to": "to_email@gmail.com",\s
			    "cc": "cc_email@gmail.com",\s
			    "subject": "Test Api",\s
			    "text": "Hello, Test Email From API"\s
			  }""";

	private static final ScriptedSmtpServer startTls = ScriptedSmtpServer
		.start((script) -> script.startTls(TestCertificates.server(Kind.VALID)).user(USER, PASSWORD));

	private static final ScriptedSmtpServer tls = ScriptedSmtpServer
		.start((script) -> script.implicitTls(TestCertificates.server(Kind.VALID)).user(USER, PASSWORD));

	private static final ScriptedSmtpServer untrusted = ScriptedSmtpServer
		.start((script) -> script.implicitTls(TestCertificates.server(Kind.WRONG_HOST)).user(USER, PASSWORD));

	private static final ScriptedSmtpServer clear = ScriptedSmtpServer.start((script) -> script.user(USER, PASSWORD));

	/** Listed among the servers that must have a public address. */
	private static final ScriptedSmtpServer inward = ScriptedSmtpServer.start();

	private static final ScriptedSmtpServer unlisted = ScriptedSmtpServer.start();

	private static DoorServer server;

	private static String key;

	@BeforeAll
	static void start() {
		List<String> properties = new ArrayList<>(List.of(TestCertificates.sslBundle("servers")));
		properties.add("sendpost.doors.smtp-mailer.enabled=true");
		properties.add("sendpost.doors.smtp-mailer.servers=localhost:" + inward.port() + ",127.0.0.1:" + startTls.port()
				+ ",nowhere.invalid:25");
		properties.add("sendpost.doors.smtp-mailer.private-servers="
				+ String.join(",",
						Stream.of(startTls, tls, untrusted, clear).map((s) -> "localhost:" + s.port()).toList())
				+ ",localhost:1");
		properties.add("sendpost.doors.smtp-mailer.ssl.bundle=servers");
		properties.add("sendpost.doors.max-body-size=100KB");
		server = DoorServer.start(properties.toArray(String[]::new));
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
		key = server.key("shop", ApiKeyScope.SENDING_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
		Stream.of(startTls, tls, untrusted, clear, inward, unlisted).forEach(ScriptedSmtpServer::close);
	}

	@BeforeEach
	void forgetScripts() {
		startTls.rescript((script) -> {
		});
		tls.rescript((script) -> {
		});
	}

	private static String basic(String user, String password) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	private static HttpResponse<String> send(String body, String... headers) throws Exception {
		return server.call("POST", "/api/smtp", body, headers);
	}

	private static HttpResponse<String> send(ScriptedSmtpServer smtp, boolean secure, String body) throws Exception {
		return send("localhost", smtp.port(), secure, body);
	}

	private static HttpResponse<String> send(String host, int port, boolean secure, String body) throws Exception {
		return send(body, "X-API-Key", key, "Authorization", basic(USER, PASSWORD), "X-SMTP-Server", host,
				"X-SMTP-Port", String.valueOf(port), "X-SMTP-Secure", String.valueOf(secure));
	}

	private static String body(String to) {
		return "{\"from\": \"" + USER + "\", \"to\": \"" + to + "\", \"subject\": \"Hi\", \"text\": \"Hello\"}";
	}

	private static JsonNode answered(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.body()).doesNotContain(PASSWORD, "dev.sendpost", "jakarta", "Exception");
		return DoorServer.json(response);
	}

	private static String message(HttpResponse<String> response, int status) {
		return answered(response, status).path("message").asString();
	}

	private static EmailRecord found(JsonNode answer) {
		return server.bean(MailGateway.class)
			.find(UUID.fromString(answer.path("info").path("id").asString()))
			.orElseThrow();
	}

	private static ReceivedMessage last(ScriptedSmtpServer smtp) {
		List<ReceivedMessage> messages = smtp.messages();
		return messages.get(messages.size() - 1);
	}

	@Test
	void theDocumentedRequestIsAnsweredAsDocumented() throws Exception {
		HttpResponse<String> response = send(tls, true, CURL_BODY);
		JsonNode answer = answered(response, 200);
		assertThat(answer.path("message").asString()).isEqualTo("Email sent successfully");
		JsonNode info = answer.path("info");
		assertThat(info.path("accepted").toString()).isEqualTo("[\"to_email@gmail.com\",\"cc_email@gmail.com\"]");
		assertThat(info.path("rejected").toString()).isEqualTo("[]");
		assertThat(info.path("envelopeTime").isIntegralNumber()).isTrue();
		assertThat(info.path("messageTime").isIntegralNumber()).isTrue();
		assertThat(info.path("response").asString()).startsWith("250 ");
		assertThat(info.path("envelope").toString()).isEqualTo(
				"{\"from\":\"your_email@testapi.com\"," + "\"to\":[\"to_email@gmail.com\",\"cc_email@gmail.com\"]}");
		ReceivedMessage received = last(tls);
		assertThat(received.tls()).isTrue();
		assertThat(received.user()).isEqualTo(USER);
		assertThat(received.sender()).isEqualTo("your_email@testapi.com");
		assertThat(received.mimeMessage().getMessageID()).isEqualTo(info.path("messageId").asString());
		assertThat(received.mimeMessage().getSubject()).isEqualTo("Test Api");
		assertThat(received.text()).contains("Hello, Test Email From API");
		assertThat(info.path("messageSize").asInt()).isEqualTo(received.content().length);
	}

	@Test
	void theHeadersOfTheDocumentationsTableAreUnderstoodToo() throws Exception {
		HttpResponse<String> response = send(body("a@example.com"), "X-API-Key", key, "server", "localhost", "port",
				String.valueOf(tls.port()), "secure", "true", "email", USER, "password", "no-umlaut");
		assertThat(message(response, 401)).contains("refused the credentials of the caller", "535");
		tls.rescript((script) -> script.user("me@example.com", "plain-password"));
		answered(send(body("a@example.com"), "X-API-Key", key, "server", "LOCALHOST", "port",
				String.valueOf(tls.port()), "secure", "TRUE", "email", "me@example.com", "password", "plain-password"),
				200);
		assertThat(last(tls).user()).isEqualTo("me@example.com");
	}

	@Test
	void withoutTlsFromTheFirstByteStartTlsIsRequired() throws Exception {
		answered(send(startTls, false, body("starttls@example.com")), 200);
		assertThat(last(startTls).tls()).isTrue();
		assertThat(message(send(clear, false, body("a@example.com")), 502)).contains("does not offer STARTTLS");
		assertThat(clear.commands("AUTH")).isEmpty();
		assertThat(message(send(startTls, true, body("a@example.com")), 502))
			.contains("does not speak TLS from the first byte");
	}

	@Test
	void certificatesAreVerified() throws Exception {
		int before = untrusted.connections();
		assertThat(message(send(untrusted, true, body("a@example.com")), 502)).contains("cannot be spoken to by TLS");
		assertThat(untrusted.connections()).isEqualTo(before + 1);
		assertThat(untrusted.commands("AUTH")).isEmpty();
	}

	@Test
	void eachRecipientHasItsOutcomeAndIsRecorded() throws Exception {
		tls.rescript((script) -> script.onRcpt("gone@example.com", SmtpAction.reply("550 5.1.1 No such user here"))
			.onRcpt("full@example.com", SmtpAction.reply("452 4.2.2 Mailbox full")));
		JsonNode answer = answered(
				send(tls, true, body("here@example.com, gone@example.com, \\\"Full, Box\\\" <full@example.com>")), 200);
		JsonNode info = answer.path("info");
		assertThat(info.path("accepted").toString()).isEqualTo("[\"here@example.com\"]");
		assertThat(info.path("rejected").toString()).isEqualTo("[\"gone@example.com\",\"full@example.com\"]");
		assertThat(info.path("rejectedErrors").get(0).path("response").asString())
			.isEqualTo("550 5.1.1 No such user here");
		assertThat(info.path("rejectedErrors").get(1).path("response").asString()).isEqualTo("452 4.2.2 Mailbox full");
		EmailRecord found = found(answer);
		assertThat(found.subAccount()).isEqualTo("shop");
		assertThat(found.route()).isEqualTo("localhost:" + tls.port());
		assertThat(found.status()).isEqualTo(EmailStatus.SENT);
		assertThat(found.dueAt()).as("nothing is tried again").isNull();
		assertThat(found.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED, EmailStatus.FAILED);
		assertThat(server.bean(DeliveryLog.class).find(found.id())).extracting(DeliveryEvent::type)
			.containsExactlyInAnyOrder(DeliveryEventType.PROCESSED, DeliveryEventType.SENT, DeliveryEventType.BOUNCED,
					DeliveryEventType.FAILED);
		MailGateway others = server.bean(MailGateway.class).forSubmitter(Submitter.subAccount("default"));
		assertThat(others.find(found.id())).isEmpty();
	}

	@Test
	void whatTheServerDoesNotTakeIsSaidInItsWords() throws Exception {
		tls.rescript((script) -> script.onRcpt(SmtpAction.reply("550 5.1.1 Nobody")));
		JsonNode refused = answered(send(tls, true, body("nobody1@example.com")), 422);
		assertThat(refused.path("message").asString()).isEqualTo("550 5.1.1 Nobody");
		assertThat(found(refused).status()).isEqualTo(EmailStatus.BOUNCED);
		tls.rescript((script) -> script.onDot(SmtpAction.reply("554 5.7.1 Spam")));
		assertThat(message(send(tls, true, body("a@example.com")), 422)).endsWith("554 5.7.1 Spam");
		tls.rescript((script) -> script.onMail(SmtpAction.reply("451 4.3.0 Later")));
		JsonNode later = answered(send(tls, true, body("a@example.com")), 503);
		assertThat(later.path("message").asString()).endsWith("451 4.3.0 Later");
		assertThat(found(later).status()).isEqualTo(EmailStatus.FAILED);
		tls.rescript((script) -> script.onDot(SmtpAction.close()));
		JsonNode perhaps = answered(send(tls, true, body("a@example.com")), 504);
		assertThat(perhaps.path("message").asString()).contains("may be on its way");
		assertThat(found(perhaps).outcomes()).allMatch(RecipientOutcome::perhapsSent);
	}

	@Test
	void aMessageThatFailedCannotBeResentByAnotherServer() throws Exception {
		tls.rescript((script) -> script.onDot(SmtpAction.reply("554 5.7.1 Spam")));
		EmailRecord failed = found(answered(send(tls, true, body("again@example.com")), 422));
		MailGateway gateway = server.bean(MailGateway.class);
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> gateway.resend(failed.id()))
			.withMessageContaining("localhost:" + tls.port());
	}

	@Test
	void aServerThatIsNotThereIsABadGateway() throws Exception {
		assertThat(message(send("localhost", 1, true, body("a@example.com")), 502)).contains("cannot be reached");
		assertThat(message(send("nowhere.invalid", 25, false, body("a@example.com")), 502)).contains("cannot be found");
	}

	@Test
	void policiesApply() throws Exception {
		server.bean(Suppressions.class).add(NewSuppression.of("not@example.com", SuppressionReason.MANUAL));
		int before = tls.messages().size();
		assertThat(message(send(tls, true, body("not@example.com")), 403)).isNotEmpty();
		assertThat(tls.messages()).hasSize(before);
		JsonNode info = answered(send(tls, true, body("not@example.com, yes@example.com")), 200).path("info");
		assertThat(info.path("accepted").toString()).isEqualTo("[\"yes@example.com\"]");
		assertThat(info.path("rejected").toString()).isEqualTo("[\"not@example.com\"]");
		assertThat(last(tls).recipients()).containsExactly("yes@example.com");
	}

	@Test
	void whatIsPausedIsNotSent() throws Exception {
		MailQueue queue = server.bean(MailQueue.class);
		queue.pauseSubAccount("shop");
		try {
			assertThat(message(send(tls, true, body("a@example.com")), 503)).contains("paused");
		}
		finally {
			queue.resumeSubAccount("shop");
		}
	}

	@Test
	void mailOfATestKeyIsCaptured() throws Exception {
		String test = server.bean(ApiKeys.class)
			.issue(ApiKeyRequest.subAccount("shop", "test").scope(ApiKeyScope.SENDING_ACCESS).forTest())
			.text();
		int before = tls.connections();
		JsonNode answer = answered(send(body("captured@example.com"), "X-API-Key", test, "Authorization",
				basic(USER, PASSWORD), "server", "localhost", "port", String.valueOf(tls.port()), "secure", "true"),
				200);
		assertThat(answer.path("info").path("response").asString())
			.isEqualTo("Captured, not sent: the key is a test key");
		assertThat(tls.connections()).isEqualTo(before);
		assertThat(server.bean(CapturedMailbox.class).emails())
			.anyMatch((captured) -> captured.email().recipients().contains(EmailAddress.parse("captured@example.com")));
		assertThat(found(answer).route()).isEqualTo("capture");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "::ffff:7f00:1", "169.254.169.254",
			"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost.", "localhost.localdomain",
			"smtp.example.com", "localhost:25", "localhost@evil.example", "" })
	void aServerThatIsNotListedIsNotConnectedTo(String host) throws Exception {
		int before = startTls.connections();
		assertThat(message(send(host, startTls.port(), false, body("a@example.com")), 403))
			.isEqualTo("This server and port are not allowed here");
		assertThat(startTls.connections()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(ints = { 22, 80, 443, 25, 6379 })
	void noOtherPortOfAListedServerIsConnectedTo(int port) throws Exception {
		assertThat(message(send("localhost", port, false, body("a@example.com")), 403))
			.isEqualTo("This server and port are not allowed here");
		assertThat(message(send("localhost", unlisted.port(), false, body("a@example.com")), 403))
			.isEqualTo("This server and port are not allowed here");
		assertThat(unlisted.connections()).isZero();
	}

	@Test
	void aListedNameThatLeadsInwardsIsNotConnectedTo() throws Exception {
		assertThat(message(send(inward, false, body("a@example.com")), 403))
			.isEqualTo("This server and port are not allowed here");
		assertThat(inward.connections()).isZero();
	}

	@Test
	void anAddressThatIsListedItselfIsConnectedTo() throws Exception {
		answered(send("127.0.0.1", startTls.port(), false, body("a@example.com")), 200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"to": "a@b.example", "subject": "x", "text": "x"}                                  | from: is missing
					{"from": "a@b.example", "subject": "x", "text": "x"}                                | to: is missing
					{"from": "a@b.example", "to": "a@b.example", "text": "x"}                           | subject: is missing
					{"from": "a@b.example", "to": "a@b.example", "subject": "x"}                        | text: is missing
					{"from": "a@b.example", "to": ["a@b.example"], "subject": "x", "text": "x"}         | to: must be a string
					{"from": "a@b.example", "to": "a@b.example", "html": "x", "subject": "x"}           | html: is not known here
					{"from": "a@b.example\\r\\nRCPT TO:<c@d.example>", "to": "a@b.example", "subject": "x", "text": "x"}  | from:
					{"from": "a@b.example>\\r\\nDATA", "to": "a@b.example", "subject": "x", "text": "x"} | from:
					{"from": "a@b.example", "to": "c@d.example\\r\\nBcc: e@f.example", "subject": "x", "text": "x"} | to:
					{"from": "a@b.example", "to": "c@d.example,", "subject": "x", "text": "x"}          | to:
					{"from": "a@b.example", "to": "c@d.example", "cc": "x\\nBcc: e@f.example", "subject": "x", "text": "x"} | cc:
					{"from": "a@b.example", "to": "c@d.example", "subject": "x\\r\\nBcc: e@f.example", "text": "x"} | subject:
					{"from":                                                                            | the body is not JSON
					""")
	void whatMakesNoSenseIs400(String body, String message) throws Exception {
		int before = tls.connections();
		assertThat(message(send(tls, true, body), 400)).startsWith(message).doesNotContain("\n");
		assertThat(tls.connections()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-SMTP-Server | a.example    | server: is there with 2 values
			X-SMTP-Port   | 26           | port: is there with 2 values
			X-SMTP-Secure | false        | secure: is there with 2 values
			port          | smtp         | port: is there with 2 values
			""")
	void headersThatContradictEachOtherAreRefused(String name, String value, String message) throws Exception {
		assertThat(message(send(body("a@example.com"), "X-API-Key", key, "Authorization", basic(USER, PASSWORD),
				"server", "localhost", "port", String.valueOf(tls.port()), "secure", "true", name, value), 400))
			.isEqualTo(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0      | true  | port: must be a number from 1 to 65535
			65536  | true  | port: must be a number from 1 to 65535
			587x   | true  | port: must be a number from 1 to 65535
			587    | yes   | secure: must be true or false
			""")
	void headersThatMakeNoSenseAreRefused(String port, String secure, String message) throws Exception {
		String used = port.equals("587") ? String.valueOf(tls.port()) : port;
		assertThat(message(send(body("a@example.com"), "X-API-Key", key, "Authorization", basic(USER, PASSWORD),
				"server", "localhost", "port", used, "secure", secure), 400))
			.isEqualTo(message);
	}

	@Test
	void aServerHasToBeNamedWhereThereAreSeveral() throws Exception {
		assertThat(message(send(body("a@example.com"), "X-API-Key", key, "Authorization", basic(USER, PASSWORD)), 400))
			.isEqualTo("server: is missing");
		assertThat(message(send(body("a@example.com"), "X-API-Key", key, "Authorization", basic(USER, PASSWORD),
				"server", "localhost"), 400))
			.isEqualTo("port: is missing");
	}

	@Test
	void aLoginIsNeededAndCannotHoldCommands() throws Exception {
		String[] server = { "X-API-Key", key, "server", "localhost", "port", String.valueOf(tls.port()), "secure",
				"true" };
		assertThat(message(with(server), 401)).contains("are missing");
		assertThat(message(with(server, "email", USER), 401)).contains("are missing");
		assertThat(message(with(server, "Authorization", basic("", PASSWORD)), 401)).contains("is empty");
		for (String authorization : List.of("Bearer abc", "Basic", "Basic !!!", "Basic " + base64("no colon"),
				"Basic " + Base64.getEncoder().encodeToString(new byte[] { (byte) 0xff, ':' }))) {
			assertThat(message(with(server, "Authorization", authorization), 400)).contains("no Basic authentication");
		}
		for (String hostile : List.of("x\r\nRSET", "x\0y", "x\n")) {
			assertThat(message(with(server, "Authorization", basic(USER, hostile)), 400)).contains("control character");
			assertThat(message(with(server, "Authorization", basic(hostile, PASSWORD)), 400))
				.contains("control character");
		}
	}

	private static HttpResponse<String> with(String[] headers, String... more) throws Exception {
		return send(body("a@example.com"), Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new));
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aKeyWhoseLoginsFailIsShutOutAndOthersFromThereAreNot() throws Exception {
		String mistaken = server.key("shop", ApiKeyScope.SENDING_ACCESS);
		String[] wrong = { "X-API-Key", mistaken, "Authorization", basic(USER, "wrong"), "server", "localhost", "port",
				String.valueOf(tls.port()), "secure", "true" };
		for (int i = 0; i < SmtpMailerLimits.FAILED_LOGINS_OF_SOURCE; i++) {
			message(with(wrong), 401);
		}
		assertThat(message(with(wrong), 429)).isEqualTo("too many logins failed");
		answered(send(tls, true, body("a@example.com")), 200);
	}

	@Test
	void aKeyOfOursThatMaySendIsNeeded() throws Exception {
		String[] server = { "Authorization", basic(USER, PASSWORD), "server", "localhost", "port",
				String.valueOf(tls.port()), "secure", "true" };
		int before = tls.connections();
		assertThat(message(with(server), 401)).contains("API key");
		assertThat(message(with(server, "X-API-Key", PASSWORD), 401)).contains("API key");
		String readOnly = server().key("shop", ApiKeyScope.READ_ONLY);
		message(with(server, "X-API-Key", readOnly), 403);
		assertThat(tls.connections()).isEqualTo(before);
	}

	private static DoorServer server() {
		return server;
	}

	@Test
	void otherMethodsPathsAndBodiesAreAnsweredInTheFormOfTheService() throws Exception {
		assertThat(message(server.call("GET", "/api/smtp", null, "X-API-Key", key), 405)).contains("POST");
		assertThat(message(server.call("POST", "/api/smtp/x", "{}", "X-API-Key", key), 404)).contains("nothing");
		assertThat(message(send(tls, true, body("x".repeat(110_000))), 413)).isNotEmpty();
		assertThat(message(send(tls, true, "{\"to\": " + "[".repeat(40_000) + "]".repeat(40_000) + "}"), 400))
			.isNotEmpty();
	}

	static Stream<NamedEmail> plainTexts() {
		return EmailCorpus.all()
			.stream()
			.map((named) -> new NamedEmail(named.name(), reduced(named.email())))
			.filter((named) -> named.email().recipients().stream().noneMatch(EmailAddress::needsSmtpUtf8));
	}

	/**
	 * What of a message the service has a form for.
	 */
	private static Email reduced(Email email) {
		String text = (email.text() != null && !email.text().isEmpty()) ? email.text() : "Hello";
		return Email.builder()
			.from((email.from() != null) ? email.from() : EmailAddress.parse("hello@acme.example"))
			.to(email.to().isEmpty() ? List.of(EmailAddress.parse("ann@example.com")) : email.to())
			.cc(email.cc())
			.subject(email.subject())
			.text(text)
			.build();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("plainTexts")
	void aMessageArrivesWithTheSameContentAsThroughTheBean(NamedEmail named) throws Exception {
		Email email = named.email();
		ObjectNode body = new JsonMapper().createObjectNode();
		body.put("from", String.valueOf(email.from()));
		body.put("to", addresses(email.to()));
		if (!email.cc().isEmpty()) {
			body.put("cc", addresses(email.cc()));
		}
		body.put("subject", email.subject());
		body.put("text", email.text());
		answered(send(tls, true, body.toString()), 200);
		MimeReading.assertSame(email, last(tls).content());
		assertThat(last(tls).recipients())
			.containsExactlyInAnyOrderElementsOf(email.recipients().stream().map(EmailAddress::address).toList());
	}

	private static String addresses(List<EmailAddress> addresses) {
		return String.join(", ", addresses.stream().map(EmailAddress::toString).toList());
	}

	/**
	 * Not those of the web server and the client that print the request octet by octet
	 * when they are asked to: what they print is what a proxy before the application
	 * could print too.
	 */
	@Test
	void thePasswordIsNowhereAfterTheRequest() throws Exception {
		List<String> secrets = List.of(PASSWORD, base64(PASSWORD), base64("\0" + USER + "\0" + PASSWORD),
				base64(USER + "\0" + USER + "\0" + PASSWORD), base64(USER + ":" + PASSWORD));
		LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
		Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
		Level before = root.getLevel();
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.setContext(loggers);
		appender.start();
		List<Logger> printers = Stream.of("org.apache.coyote", "org.apache.tomcat", "jdk.internal.httpclient")
			.map(loggers::getLogger)
			.toList();
		try {
			printers.forEach((logger) -> logger.setLevel(Level.INFO));
			root.setLevel(Level.TRACE);
			root.addAppender(appender);
			tls.rescript((script) -> script.onAuth(SmtpAction
				.reply("535 5.7.8 " + PASSWORD + " is wrong, " + base64("\0" + USER + "\0" + PASSWORD) + " too")));
			JsonNode refused = answered(send(tls, true, body("secret1@example.com")), 401);
			assertThat(refused.path("message").asString()).contains("535 5.7.8 ****** is wrong, ****** too");
			tls.rescript((script) -> {
			});
			answered(send(tls, true, body("secret2@example.com")), 200);
			tls.rescript((script) -> script.onRcpt(SmtpAction.reset()));
			answered(send(tls, true, body("secret3@example.com")), 502);
			answered(send(clear, false, body("secret4@example.com")), 502);
			send(tls, true, "{\"from\":");
			send("127.0.0.2", 25, true, body("secret5@example.com"));
		}
		finally {
			root.detachAppender(appender);
			root.setLevel(before);
			printers.forEach((logger) -> logger.setLevel(null));
		}
		List<String> lines = List.copyOf(appender.list).stream().map(SmtpMailerDoorTests::text).toList();
		assertThat(lines).as("something is logged of SMTP").anyMatch((line) -> line.contains("AUTH"));
		assertThat(lines).noneMatch((line) -> secrets.stream().anyMatch(line::contains));
		List<String> database = server.bean(JdbcTemplate.class).queryForList("script", String.class);
		assertThat(database).anyMatch((line) -> line.contains("secret1@example.com"));
		assertThat(database).noneMatch((line) -> secrets.stream().anyMatch(line::contains));
	}

	@Test
	void aPasswordThatTheServerRepeatsIsNotPassedOn() throws Exception {
		tls.rescript((script) -> script.onDot(SmtpAction.reply("250 2.0.0 Ok " + PASSWORD)));
		JsonNode answer = answered(send(tls, true, body("repeated@example.com")), 200);
		assertThat(answer.path("info").path("response").asString()).isEqualTo("250 2.0.0 Ok ******");
		assertThat(found(answer).outcomes()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.serverText()).isEqualTo("250 2.0.0 Ok ******"));
	}

	private static String text(ILoggingEvent event) {
		return event.getLoggerName() + " " + event.getFormattedMessage()
				+ ((event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy()) : "");
	}

}
