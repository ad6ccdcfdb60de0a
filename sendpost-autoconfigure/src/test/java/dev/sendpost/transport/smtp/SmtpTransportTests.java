package dev.sendpost.transport.smtp;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.EmailStatus;
import dev.sendpost.MimeReading;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.testsmtp.ReceivedMessage;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.testsmtp.SmtpAction;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.testsmtp.TestCertificates.Kind;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import jakarta.mail.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmtpTransport} and its pool of connections.
 */
@ExtendWith(OutputCaptureExtension.class)
class SmtpTransportTests {

	@Test
	void manyMessagesGoOverOneConnection() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			IntStream.range(0, 10).forEach((i) -> transport.send(message()));
			assertThat(server.messages()).hasSize(10);
			assertThat(server.commands("EHLO")).hasSize(1);
			assertThat(server.commands("NOOP")).isEmpty();
		}
	}

	@Test
	void aServerGoneWhileTheConnectionIdlesIsNotNoticedByTheSender() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			transport.send(message());
			server.closeIdleConnections();
			assertThat(statuses(transport.send(message()))).containsExactly(EmailStatus.SENT);
			server.resetIdleConnections();
			assertThat(statuses(transport.send(message()))).containsExactly(EmailStatus.SENT);
			assertThat(server.messages()).hasSize(3);
			assertThat(server.connections()).isEqualTo(3);
		}
	}

	@Test
	void aServerThatRestartedIsConnectedAnew() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			transport.send(message());
			server.stop();
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(message()))
				.withMessageContaining("cannot be reached")
				.withMessageContaining(String.valueOf(server.port()));
			server.restart();
			assertThat(statuses(transport.send(message()))).containsExactly(EmailStatus.SENT);
		}
	}

	@Test
	void aServerThatTakesOnlySoManyMessagesAConnectionGetsTheNextOnAnother() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script
			.onMail(SmtpAction.replyThenClose("421 4.7.0 Enough").onEachConnection().onOccurrence(3)));
				SmtpTransport transport = transport(server)) {
			for (int i = 0; i < 7; i++) {
				assertThat(statuses(transport.send(message()))).containsExactly(EmailStatus.SENT);
			}
			assertThat(server.messages()).extracting(ReceivedMessage::connection).containsExactly(1, 1, 2, 2, 3, 3, 4);
		}
	}

	@Test
	void thereAreNeverMoreConnectionsThanConfigured() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.onDot(SmtpAction.proceed().after(gate)));
				SmtpTransport transport = new SmtpTransport("smtp", settings(server)
					.withPool(new SmtpSettings.Pool(3, Duration.ofSeconds(30), Duration.ofSeconds(60))))) {
			List<Future<?>> sends = new ArrayList<>();
			IntStream.range(0, 8).forEach((i) -> sends.add(executor.submit(() -> transport.send(message()))));
			server.awaitReceivedDots(3);
			gate.countDown();
			for (Future<?> send : sends) {
				send.get();
			}
			assertThat(server.messages()).hasSize(8);
			assertThat(server.connections()).isEqualTo(3);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aMessageThatGetsNoConnectionInTimeIsDeferred() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.onDot(SmtpAction.proceed().after(gate)));
				SmtpTransport transport = new SmtpTransport("smtp", settings(server)
					.withPool(new SmtpSettings.Pool(1, Duration.ofMillis(20), Duration.ofSeconds(60))))) {
			Future<?> send = executor.submit(() -> transport.send(message()));
			server.awaitReceivedDots(1);
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(message()))
				.withMessageContaining("none of its 1 connections became free within PT0.02S");
			gate.countDown();
			send.get();
			assertThat(statuses(transport.send(message()))).containsExactly(EmailStatus.SENT);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void connectionsCloseWhenIdleAndWhenTheTransportCloses() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start();
				SmtpTransport transport = new SmtpTransport("smtp", settings(server)
					.withPool(new SmtpSettings.Pool(3, Duration.ofSeconds(30), Duration.ofMillis(40))))) {
			transport.send(message());
			server.awaitOpenConnections(0);
			assertThat(server.commands("QUIT")).hasSize(1);
		}
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start()) {
			SmtpTransport transport = transport(server);
			transport.send(message());
			transport.close();
			server.awaitOpenConnections(0);
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(message()))
				.withMessageContaining("closed");
		}
	}

	@Test
	void itAuthenticatesAfterStarttls() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.startTls(TestCertificates.server(Kind.VALID)).user("me", "secret"));
				SmtpTransport transport = new SmtpTransport("smtp",
						SmtpSettings.of(server.host(), server.port(), SmtpEncryption.STARTTLS_REQUIRED)
							.withCredentials("me", "secret")
							.withSslSocketFactory(TestCertificates.client().getSocketFactory()))) {
			transport.send(message());
			assertThat(server.messages()).singleElement().satisfies((message) -> {
				assertThat(message.tls()).isTrue();
				assertThat(message.user()).isEqualTo("me");
			});
		}
	}

	@Test
	void itSpeaksTlsFromTheFirstByte() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.implicitTls(TestCertificates.server(Kind.VALID)));
				SmtpTransport transport = new SmtpTransport("smtp",
						SmtpSettings.of(server.host(), server.port(), SmtpEncryption.TLS)
							.withSslSocketFactory(TestCertificates.client().getSocketFactory()))) {
			transport.send(message());
			assertThat(server.messages()).singleElement().satisfies((message) -> assertThat(message.tls()).isTrue());
		}
	}

	@Test
	void itUsesStarttlsWhereItIsOfferedAndDoesWithoutWhereItIsNot() {
		try (ScriptedSmtpServer offering = ScriptedSmtpServer
			.start((script) -> script.startTls(TestCertificates.server(Kind.VALID)));
				ScriptedSmtpServer plain = ScriptedSmtpServer.start()) {
			for (ScriptedSmtpServer server : List.of(offering, plain)) {
				try (SmtpTransport transport = new SmtpTransport("smtp",
						SmtpSettings.of(server.host(), server.port(), SmtpEncryption.STARTTLS)
							.withSslSocketFactory(TestCertificates.client().getSocketFactory()))) {
					transport.send(message());
				}
			}
			assertThat(offering.messages()).extracting(ReceivedMessage::tls).containsExactly(true);
			assertThat(plain.messages()).extracting(ReceivedMessage::tls).containsExactly(false);
		}
	}

	@Test
	void itConnectsFromTheLocalAddress() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start();
				SmtpTransport transport = new SmtpTransport("smtp", settings(server).withLocalAddress("192.0.2.1"))) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(message()));
			assertThat(server.connections()).isZero();
		}
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start();
				SmtpTransport transport = new SmtpTransport("smtp", settings(server).withLocalAddress("127.0.0.1"))) {
			transport.send(message());
			assertThat(server.messages()).hasSize(1);
		}
	}

	@Test
	void contentThatCannotBeReadFailsTheMessageAndNotTheNext() {
		Email unreadable = message().email().toBuilder().attach(Attachment.of("report.pdf", () -> {
			throw new FileNotFoundException("report.pdf is gone");
		})).build();
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			OutgoingEmail outgoing = new OutgoingEmail(UUID.randomUUID(), "<2@example.com>", Instant.EPOCH, unreadable,
					unreadable.recipients());
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(outgoing))
				.withMessageContaining("report.pdf is gone")
				.extracting(TransportException::getKind)
				.isEqualTo(TransportException.Kind.UNSUPPORTED);
			assertThat(statuses(transport.send(message()))).containsExactly(EmailStatus.SENT);
			assertThat(server.messages()).hasSize(1);
			assertThat(server.receivedDots()).hasSize(1);
		}
	}

	@Test
	void anAddressBeyondAsciiNeedsAServerWithSmtpUtf8() {
		Email international = Email.builder().from("пример@example.com").to("用户@example.com").text("Hello").build();
		OutgoingEmail outgoing = new OutgoingEmail(UUID.randomUUID(), "<3@example.com>", Instant.EPOCH, international,
				international.recipients());
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			assertThat(statuses(transport.send(outgoing))).containsExactly(EmailStatus.SENT);
			assertThat(server.commands("MAIL")).singleElement().asString().contains("<пример@example.com>", "SMTPUTF8");
			assertThat(server.messages()).singleElement()
				.satisfies((message) -> assertThat(message.recipients()).containsExactly("用户@example.com"));
		}
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.withhold("SMTPUTF8"));
				SmtpTransport transport = transport(server)) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(outgoing))
				.withMessageContaining("does not support SMTPUTF8");
		}
	}

	@Test
	void addressesBeyondAsciiArriveAsTheyWereSent() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			assertThat(EmailCorpus.smtpUtf8()).isNotEmpty().allSatisfy((named) -> {
				transport.send(new OutgoingEmail(UUID.randomUUID(), "<4@example.com>", Instant.EPOCH, named.email(),
						named.email().recipients()));
				ReceivedMessage received = server.messages().get(server.messages().size() - 1);
				MimeReading.assertSame(named.email(), received.content());
				assertThat(received.recipients())
					.isEqualTo(named.email().recipients().stream().map(EmailAddress::address).toList());
			});
		}
	}

	@Test
	void theServersWordsAreInTheOutcome() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.onRcpt("a@example.com",
				SmtpAction.reply("550-5.1.1 No such user", "550 5.1.1 See https://example.com/help")));
				SmtpTransport transport = transport(server)) {
			assertThat(transport.send(message())).singleElement().satisfies((outcome) -> {
				assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
				assertThat(outcome.statusCode()).hasToString("5.1.1");
				assertThat(outcome.serverText()).contains("No such user", "See https://example.com/help");
			});
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			550 5.1.1 No such user | false
			550 No such user       | true
			554 5.0.0 Failed       | true
			554 5.7.1 Spam         | true
			""")
	void aRefusalOfTheMessageAsAWholeIsToldFromThatOfARecipient(String reply, boolean whole) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.onDot(SmtpAction.reply(reply)));
				SmtpTransport transport = transport(server)) {
			assertThat(transport.send(message())).singleElement().satisfies((outcome) -> {
				assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
				assertThat(outcome.serverText()).isEqualTo(reply);
				assertThat(outcome.reason() != null).isEqualTo(whole);
			});
		}
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.onMail(SmtpAction.reply(reply)));
				SmtpTransport transport = transport(server)) {
			assertThat(transport.send(message())).singleElement()
				.satisfies((outcome) -> assertThat(outcome.reason()).endsWith(reply));
		}
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.onRcpt(SmtpAction.reply(reply)));
				SmtpTransport transport = transport(server)) {
			assertThat(transport.send(message())).singleElement()
				.satisfies((outcome) -> assertThat(outcome.reason()).isNull());
		}
	}

	@Test
	void springsOwnSenderTellsTheServerAndStaysAsItIs() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.user("me", "secret"))) {
			JavaMailSenderImpl sender = sender(server);
			try (SmtpTransport transport = new SmtpTransport("spring-mail", sender)) {
				transport.send(message());
			}
			assertThat(server.messages()).singleElement()
				.satisfies((message) -> assertThat(message.user()).isEqualTo("me"));
			assertThat(sender.getJavaMailProperties()).isEmpty();
			assertThat(sender.getSession().getProperties()).isEmpty();
		}
	}

	@Test
	void aServerOfSpringsOwnSenderThatTakesNoCredentialsIsAnError() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.startTls(TestCertificates.server(Kind.VALID)))) {
			try (SmtpTransport transport = new SmtpTransport("spring-mail", sender(server))) {
				assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(message()))
					.withMessageContaining("does not offer authentication")
					.withMessageContaining("it may do so after STARTTLS")
					.withMessageContaining("spring.mail.properties[mail.smtp.starttls.required]")
					.extracting(TransportException::getKind)
					.isEqualTo(TransportException.Kind.MISCONFIGURED);
			}
			assertThat(server.messages()).isEmpty();
		}
	}

	@Test
	void aPasswordThatGoesOverAnUnencryptedConnectionIsLoggedOnce(CapturedOutput output) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.user("me", "secret"));
				SmtpTransport fallback = new SmtpTransport("in-clear-1", sender(server));
				SmtpTransport transport = new SmtpTransport("in-clear-2",
						settings(server).withCredentials("me", "secret"))) {
			for (int i = 0; i < 3; i++) {
				fallback.check();
				transport.check();
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("over a connection that is not encrypted")))
			.satisfiesExactly(
					(line) -> assertThat(line).contains("'in-clear-1'", "spring.mail.properties[mail.smtp.starttls"),
					(line) -> assertThat(line).contains("'in-clear-2'", "Set its 'encryption'"));
		assertThat(output).doesNotContain("secret");
	}

	@Test
	void aPasswordThatGoesOverAnEncryptedConnectionIsNot(CapturedOutput output) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.startTls(TestCertificates.server(Kind.VALID)).user("me", "secret"));
				SmtpTransport transport = new SmtpTransport("smtp",
						SmtpSettings.of(server.host(), server.port(), SmtpEncryption.STARTTLS)
							.withCredentials("me", "secret")
							.withSslSocketFactory(TestCertificates.client().getSocketFactory()))) {
			transport.check();
		}
		assertThat(output).doesNotContain("not encrypted");
	}

	@Test
	void anUnknownHostIsCalledThat() {
		try (SmtpTransport transport = new SmtpTransport("smtp",
				SmtpSettings.of("nowhere.invalid", SmtpEncryption.NONE))) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(transport::check)
				.withMessageEndingWith("the SMTP server nowhere.invalid:25 cannot be reached: unknown host");
		}
	}

	@Test
	void tlsToAPortThatSpeaksNoneHintsAtStarttls() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start();
				SmtpTransport transport = new SmtpTransport("smtp",
						SmtpSettings.of(server.host(), server.port(), SmtpEncryption.TLS))) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(transport::check)
				.withMessageEndingWith("where it may expect STARTTLS");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SELF_SIGNED, true", "EXPIRED, false", "WRONG_HOST, false" })
	void aCertificateThatNobodyVouchesForHintsAtBundles(Kind kind, boolean hint) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.startTls(TestCertificates.server(kind)));
				SmtpTransport transport = new SmtpTransport("smtp",
						SmtpSettings.of(server.host(), server.port(), SmtpEncryption.STARTTLS_REQUIRED)
							.withSslSocketFactory(TestCertificates.client().getSocketFactory()))) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(transport::check)
				.satisfies((ex) -> assertThat(ex.getMessage().contains("'ssl.bundle'")).isEqualTo(hint));
		}
	}

	@Test
	void itTellsWhereMailGoesAndNoCredentials() {
		assertThat(new SmtpTransport("primary",
				SmtpSettings.of("smtp.example.com", SmtpEncryption.STARTTLS_REQUIRED).withCredentials("me", "secret")))
			.hasToString("primary (smtp, smtp.example.com:587, encryption starttls-required)");
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setHost("smtp.example.com");
		assertThat(new SmtpTransport("spring-mail", sender))
			.hasToString("spring-mail (smtp, smtp.example.com:25, encryption none)");
		sender.getJavaMailProperties().put("mail.smtp.starttls.enable", true);
		assertThat(new SmtpTransport("spring-mail", sender))
			.hasToString("spring-mail (smtp, smtp.example.com:25, encryption starttls)");
		sender.setProtocol("smtps");
		assertThat(new SmtpTransport("spring-mail", sender))
			.hasToString("spring-mail (smtp, smtp.example.com:465, encryption tls)");
		JavaMailSenderImpl ofSession = new JavaMailSenderImpl();
		Properties properties = new Properties();
		properties.put("mail.smtp.host", "smtp.example.org");
		properties.put("mail.smtp.starttls.required", "true");
		ofSession.setSession(Session.getInstance(properties));
		assertThat(new SmtpTransport("spring-mail", ofSession))
			.hasToString("spring-mail (smtp, smtp.example.org:25, encryption starttls-required)");
	}

	@Test
	void checkingSaysHelloAndSendsNothing() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start(); SmtpTransport transport = transport(server)) {
			transport.check();
			assertThat(server.commands("EHLO")).hasSize(1);
			assertThat(server.commands("NOOP")).hasSize(1);
			assertThat(server.commands("MAIL")).isEmpty();
			server.awaitOpenConnections(0);
			server.stop();
			assertThatExceptionOfType(TransportException.class).isThrownBy(transport::check)
				.withMessageContaining("cannot be reached");
		}
	}

	@Test
	void bouncesMayGoToAnotherAddressThanTheSender() {
		EmailAddress returnPath = EmailAddress.parse("bounces+1@example.com");
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start();
				SmtpTransport transport = new SmtpTransport("smtp", settings(server), MailSigner.NONE,
						(email) -> returnPath, TransportCredentials.NONE)) {
			transport.send(message());
			Email beyondAscii = message().email().toBuilder().from("Пример <пример@example.com>").build();
			transport.send(new OutgoingEmail(UUID.randomUUID(), "<2@example.com>", Instant.EPOCH, beyondAscii,
					beyondAscii.recipients()));
			assertThat(server.messages()).extracting(ReceivedMessage::sender)
				.containsExactly("bounces+1@example.com", "bounces+1@example.com");
			assertThat(server.messages().get(0).text()).contains("From: sender@example.com")
				.doesNotContain("bounces+1");
			assertThat(server.commands("MAIL")).last().asString().contains("SMTPUTF8");
		}
	}

	@Test
	void aReturnPathThatIsNoAddressFailsTheMessageAndNothingIsConnected() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start();
				SmtpTransport transport = new SmtpTransport("smtp", settings(server), MailSigner.NONE,
						(email) -> new EmailAddress(null, "b".repeat(65), "example.com"), TransportCredentials.NONE)) {
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(message()))
				.withMessageStartingWith("The message has no return path")
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(TransportException.Kind.UNSUPPORTED));
			assertThat(server.connections()).isZero();
		}
	}

	private static List<EmailStatus> statuses(List<RecipientOutcome> outcomes) {
		return outcomes.stream().map(RecipientOutcome::status).toList();
	}

	private static SmtpTransport transport(ScriptedSmtpServer server) {
		return new SmtpTransport("smtp", settings(server));
	}

	private static JavaMailSenderImpl sender(ScriptedSmtpServer server) {
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setHost(server.host());
		sender.setPort(server.port());
		sender.setUsername("me");
		sender.setPassword("secret");
		return sender;
	}

	private static SmtpSettings settings(ScriptedSmtpServer server) {
		return SmtpSettings.of(server.host(), server.port(), SmtpEncryption.NONE);
	}

	private static OutgoingEmail message() {
		Email email = Email.builder()
			.from("sender@example.com")
			.to("a@example.com")
			.subject("Hi")
			.text("Hello")
			.build();
		return new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email, email.recipients());
	}

}
