package dev.sendpost.transport.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.testsmtp.SmtpScript;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.testsmtp.TestCertificates.Kind;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingResult;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.Transports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sendpost.testsmtp.SmtpAction.close;
import static dev.sendpost.testsmtp.SmtpAction.reply;
import static dev.sendpost.testsmtp.SmtpAction.replyThenClose;
import static dev.sendpost.testsmtp.SmtpAction.reset;
import static dev.sendpost.testsmtp.SmtpAction.silence;
import static dev.sendpost.testsmtp.SmtpAction.stall;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a message to three recipients when an SMTP server misbehaves, alone and
 * with a second server that is well. In no case does anybody get it twice.
 */
class SmtpFaultTests {

	private static final String A = "a@example.com";

	private static final String B = "b@example.com";

	private static final String C = "c@example.com";

	private static final EmailStatus SENT = EmailStatus.SENT;

	private static final EmailStatus DEFERRED = EmailStatus.DEFERRED;

	private static final EmailStatus BOUNCED = EmailStatus.BOUNCED;

	private static final EmailStatus FAILED = EmailStatus.FAILED;

	/**
	 * The table. "Alone" is the status of a, b and c with the faulty server only; "then"
	 * names who answers for them when there is a second one.
	 */
	static Stream<Fault> faults() {
		return Stream.of(
		// @formatter:off
			fault("refuses connections",                   null,                                              all(DEFERRED), "222", 0),
			fault("resets the first connection",           (s) -> s.onConnect(reset().times(1)),              all(SENT), "111", 2),
			fault("always resets at once",                 (s) -> s.onConnect(reset()),                       all(DEFERRED), "222", 3),
			fault("says 421 for a greeting",               (s) -> s.onConnect(replyThenClose("421 4.3.2 Busy")), all(DEFERRED), "222", 3),
			fault("says 554 for a greeting",               (s) -> s.onConnect(replyThenClose("554 5.7.1 Go away")), all(FAILED), "222", 1),
			fault("says 421 to EHLO",                      (s) -> s.onEhlo(replyThenClose("421 4.3.2 Busy")), all(DEFERRED), "222", 3),
			fault("says 421 to MAIL once",                 (s) -> s.onMail(replyThenClose("421 4.3.2 Busy").times(1)), all(SENT), "111", 2),
			fault("says 421 to MAIL",                      (s) -> s.onMail(replyThenClose("421 4.3.2 Busy")), all(DEFERRED), "222", 3),
			fault("says 421 to RCPT",                      (s) -> s.onRcpt(B, replyThenClose("421 4.3.2 Busy")), all(DEFERRED), "222", 3),
			fault("says 421 to DATA",                      (s) -> s.onData(replyThenClose("421 4.3.2 Busy")), all(DEFERRED), "222", 3),
			fault("says 421 to the message",               (s) -> s.onDot(replyThenClose("421 4.3.2 Busy")),  all(DEFERRED), "222", 3),
			fault("says 421 to the message once",          (s) -> s.onDot(replyThenClose("421 4.3.2 Busy").times(1)), all(SENT), "111", 2),
			fault("resets at MAIL",                        (s) -> s.onMail(reset()),                          all(DEFERRED), "222", 3),
			fault("resets at RCPT",                        (s) -> s.onRcpt(B, reset()),                       all(DEFERRED), "222", 3),
			fault("resets at DATA",                        (s) -> s.onData(reset()),                          all(DEFERRED), "222", 3),
			fault("resets amid the message",               (s) -> s.onBody(20, reset()),                      all(DEFERRED), "222", 3).and(Trait.LARGE),
			fault("resets amid the message once",          (s) -> s.onBody(20, reset().times(1)),             all(SENT), "111", 2).and(Trait.LARGE),
			fault("stalls amid the message",               (s) -> s.onBody(20, stall()),                      all(DEFERRED), "222", 1).and(Trait.IMPATIENT).and(Trait.LARGE),
			fault("resets after the dot",                  (s) -> s.onDot(reset()),                           all(FAILED), "111", 1).and(Trait.PERHAPS_SENT),
			fault("closes after the dot",                  (s) -> s.onDot(close()),                           all(FAILED), "111", 1).and(Trait.PERHAPS_SENT),
			fault("is silent after the dot",               (s) -> s.onDot(silence()),                         all(FAILED), "111", 1).and(Trait.PERHAPS_SENT).and(Trait.IMPATIENT),
			fault("is silent instead of a greeting",       (s) -> s.onConnect(silence()),                     all(DEFERRED), "222", 1).and(Trait.IMPATIENT),
			fault("is silent at EHLO",                     (s) -> s.onEhlo(silence()),                        all(DEFERRED), "222", 1).and(Trait.IMPATIENT),
			fault("is silent at MAIL",                     (s) -> s.onMail(silence()),                        all(DEFERRED), "222", 1).and(Trait.IMPATIENT),
			fault("is silent at RCPT",                     (s) -> s.onRcpt(C, silence()),                     all(DEFERRED), "222", 1).and(Trait.IMPATIENT),
			fault("is silent at DATA",                     (s) -> s.onData(silence()),                        all(DEFERRED), "222", 1).and(Trait.IMPATIENT),
			fault("greylists one recipient",               (s) -> s.onRcpt(B, reply("451 4.7.1 Greylisted")), List.of(SENT, DEFERRED, SENT), "111", 1),
			fault("greylists all recipients",              (s) -> s.onRcpt(reply("451 4.7.1 Greylisted")),    all(DEFERRED), "111", 1),
			fault("greylists the message",                 (s) -> s.onDot(reply("451 4.7.1 Greylisted")),     all(DEFERRED), "222", 1),
			fault("is out of storage at MAIL",             (s) -> s.onMail(reply("452 4.3.1 Disk full")),     all(DEFERRED), "222", 1),
			fault("refuses one of three recipients",       (s) -> s.onRcpt(B, reply("550 5.1.1 No such user")), List.of(SENT, BOUNCED, SENT), "111", 1),
			fault("refuses two, then resets amid the message once", (s) -> s.onRcpt(A, reply("550 5.1.1 No such user")).onRcpt(C, reply("550 5.1.1 No such user")).onBody(20, reset().times(1)), List.of(BOUNCED, SENT, BOUNCED), "111", 2).and(Trait.LARGE),
			fault("refuses one, then always resets amid the message", (s) -> s.onRcpt(A, reply("550 5.1.1 No such user")).onBody(20, reset()), List.of(BOUNCED, DEFERRED, DEFERRED), "122", 3).and(Trait.LARGE),
			fault("refuses all recipients",                (s) -> s.onRcpt(reply("550 5.1.1 No such user")),  all(BOUNCED), "111", 1),
			fault("refuses the sender",                    (s) -> s.onMail(reply("550 5.1.8 Bad sender")),    all(BOUNCED), "111", 1),
			fault("refuses DATA",                          (s) -> s.onData(reply("554 5.6.0 No")),            all(BOUNCED), "111", 1),
			fault("refuses the message",                   (s) -> s.onDot(reply("554 5.7.1 Spam")),           all(BOUNCED), "111", 1),
			fault("takes two recipients at a time",        (s) -> s.onRcpt(reply("452 4.5.3 Too many recipients").onOccurrence(3)), all(SENT), "111", 1),
			fault("closes between two recipients and the third", (s) -> s.onRcpt(reply("452 4.5.3 Too many recipients").onOccurrence(3)).onMail(close().onOccurrence(2)), all(SENT), "111", 2),
			fault("says 421 between two recipients and the third", (s) -> s.onRcpt(reply("452 4.5.3 Too many recipients").onOccurrence(3)).onMail(replyThenClose("421 4.3.2 Busy").fromOccurrence(2)), List.of(SENT, SENT, DEFERRED), "112", 3),
			fault("takes too small messages only",         (s) -> s.withhold("SIZE").advertise("SIZE 1000"),  all(FAILED), "222", 1),
			fault("wants authentication",                  (s) -> s.onMail(reply("530 5.7.0 Authentication required")), all(FAILED), "222", 1),
			fault("refuses the credentials",               (s) -> s.user("someone", "else"),                  all(FAILED), "222", 1).and(Trait.CREDENTIALS),
			fault("cannot check credentials now",          (s) -> s.user("me", "secret").onAuth(reply("454 4.7.0 Later").times(1)), all(SENT), "111", 2).and(Trait.CREDENTIALS),
			fault("offers no authentication",              (s) -> { },                                        all(FAILED), "222", 1).and(Trait.CREDENTIALS),
			fault("has an expired certificate",            (s) -> s.startTls(TestCertificates.server(Kind.EXPIRED)), all(FAILED), "222", 1).and(Trait.ENCRYPTED),
			fault("has the certificate of another host",   (s) -> s.startTls(TestCertificates.server(Kind.WRONG_HOST)), all(FAILED), "222", 1).and(Trait.ENCRYPTED),
			fault("has a certificate nobody vouches for",  (s) -> s.startTls(TestCertificates.server(Kind.SELF_SIGNED)), all(FAILED), "222", 1).and(Trait.ENCRYPTED),
			fault("does not offer STARTTLS",               (s) -> { },                                        all(FAILED), "222", 1).and(Trait.ENCRYPTED),
			fault("resets the handshake once",             (s) -> s.startTls(TestCertificates.server(Kind.VALID)).onHandshake(reset().times(1)), all(SENT), "111", 2).and(Trait.ENCRYPTED));
			// @formatter:on
	}

	@ParameterizedTest(name = "a server that {0}")
	@MethodSource("faults")
	void aloneItGivesEachRecipientTheRightOutcome(Fault fault) {
		try (ScriptedSmtpServer server = fault.start(); Transports transports = transports(fault.transport(server))) {
			RoutingResult result = router(transports).send(message(fault));
			assertThat(result.outcomes()).as("%s", result)
				.extracting(RecipientOutcome::status)
				.containsExactlyElementsOf(fault.alone);
			assertThat(result.outcomes()).extracting(RecipientOutcome::perhapsSent)
				.containsOnly(fault.is(Trait.PERHAPS_SENT));
			assertThat(server.connections()).as("connections").isEqualTo(fault.connections);
			assertNobodyGotItTwice(List.of(server));
			if (!fault.is(Trait.PERHAPS_SENT)) {
				assertThat(received(server)).isEqualTo(result.outcomes()
					.stream()
					.filter((outcome) -> outcome.status() == SENT)
					.map((outcome) -> outcome.recipient().address())
					.toList());
			}
		}
	}

	@ParameterizedTest(name = "a server that {0}")
	@MethodSource("faults")
	void aSecondServerTakesOnlyWhatTheFirstLeftOpen(Fault fault) {
		try (ScriptedSmtpServer first = fault.start();
				ScriptedSmtpServer second = ScriptedSmtpServer.start();
				Transports transports = transports(fault.transport(first), plain("2", second))) {
			RoutingResult result = router(transports).send(message(fault));
			assertThat(result.outcomes()).extracting(RecipientOutcome::transport)
				.containsExactlyElementsOf(fault.then.chars().mapToObj(Character::toString).toList());
			assertThat(received(second)).isEqualTo(result.outcomes()
				.stream()
				.filter((outcome) -> "2".equals(outcome.transport()))
				.map((outcome) -> outcome.recipient().address())
				.toList());
			assertNobodyGotItTwice(List.of(first, second));
		}
	}

	private static void assertNobodyGotItTwice(List<ScriptedSmtpServer> servers) {
		assertThat(servers.stream().flatMap((server) -> received(server).stream())).doesNotHaveDuplicates();
		assertThat(servers.stream().flatMap((server) -> server.messages().stream()))
			.allSatisfy((message) -> assertThat(message.text()).contains("Message-ID: <1@example.com>"));
	}

	private static List<String> received(ScriptedSmtpServer server) {
		return server.messages().stream().flatMap((message) -> message.recipients().stream()).sorted().toList();
	}

	private static MailRouter router(Transports transports) {
		return new MailRouter(transports, new RoutingTable(List.of(), List.of(),
				Route.inOrder("default", transports.names()), transports.names()), new Random(1));
	}

	private static Transports transports(SmtpTransport... transports) {
		return new Transports(List.of(transports), new QuickRetry(3, Duration.ofMillis(1), Duration.ofMillis(2)),
				new Circuit(50, 5, Duration.ofMinutes(1)));
	}

	private static SmtpTransport plain(String name, ScriptedSmtpServer server) {
		return new SmtpTransport(name, SmtpSettings.of(server.host(), server.port(), SmtpEncryption.NONE));
	}

	private static OutgoingEmail message(Fault fault) {
		Email email = Email.builder()
			.from("sender@example.com")
			.to(A, B)
			.bcc(C)
			.subject("Faults")
			.text("A line of a message that no socket buffer holds.\n".repeat(fault.is(Trait.LARGE) ? 150_000 : 100))
			.build();
		return new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email, email.recipients());
	}

	private static List<EmailStatus> all(EmailStatus status) {
		return List.of(status, status, status);
	}

	private static Fault fault(String name, @Nullable Consumer<SmtpScript> script, List<EmailStatus> alone, String then,
			int connections) {
		return new Fault(name, script, alone, then, connections, Set.of());
	}

	/**
	 * What else a row says.
	 */
	enum Trait {

		/** The client cannot know if the message was taken. */
		PERHAPS_SENT,

		/** The client has a user name and a password. */
		CREDENTIALS,

		/** The client requires STARTTLS. */
		ENCRYPTED,

		/**
		 * The client waits half a second and no longer; three where it matters that it
		 * did not run out of patience before.
		 */
		IMPATIENT,

		/** The message does not fit into the buffers of the sockets. */
		LARGE

	}

	/**
	 * A row of the table.
	 *
	 * @param name what the server does
	 * @param script how it does it, or {@code null} if it is not there
	 * @param alone the status of a, b and c without another server
	 * @param then which of two servers answers for a, b and c
	 * @param connections how often the client connects
	 * @param traits what else there is to say
	 */
	record Fault(String name, @Nullable Consumer<SmtpScript> script, List<EmailStatus> alone, String then,
			int connections, Set<Trait> traits) {

		private Fault and(Trait trait) {
			Set<Trait> traits = new HashSet<>(this.traits);
			traits.add(trait);
			return new Fault(this.name, this.script, this.alone, this.then, this.connections, traits);
		}

		boolean is(Trait trait) {
			return this.traits.contains(trait);
		}

		ScriptedSmtpServer start() {
			if (this.script != null) {
				return ScriptedSmtpServer.start(this.script);
			}
			ScriptedSmtpServer absent = ScriptedSmtpServer.start();
			absent.stop();
			return absent;
		}

		SmtpTransport transport(ScriptedSmtpServer server) {
			Duration shortest = is(Trait.PERHAPS_SENT) ? Duration.ofSeconds(3) : Duration.ofMillis(500);
			Duration patience = is(Trait.IMPATIENT) ? shortest : Duration.ofSeconds(20);
			SmtpSettings settings = SmtpSettings
				.of(server.host(), server.port(),
						is(Trait.ENCRYPTED) ? SmtpEncryption.STARTTLS_REQUIRED : SmtpEncryption.NONE)
				.withSslSocketFactory(TestCertificates.client().getSocketFactory())
				.withTimeouts(Duration.ofSeconds(20), patience, patience);
			return new SmtpTransport("1", is(Trait.CREDENTIALS) ? settings.withCredentials("me", "secret") : settings);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
