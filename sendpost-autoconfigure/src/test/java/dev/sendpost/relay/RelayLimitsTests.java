package dev.sendpost.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.bounce.VerpAddress;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the relay bounds, what it takes without a key, and how it ends.
 */
class RelayLimitsTests {

	private static final String PREFIX = "sendpost.doors.smtp-relay.";

	@TempDir
	private Path directory;

	@Test
	void ofTenThousandConnectionsFromAnAddressThoseAboveTheLimitAreToldAndCostNothing() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory, PREFIX + "max-connections=50",
				PREFIX + "max-connections-per-address=20", PREFIX + "login-timeout=10m")) {
			int port = application.endpoint().port();
			List<SmtpTestClient> idle = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				idle.add(SmtpTestClient.connect(port));
			}
			for (int i = 20; i < 10_000; i++) {
				try (SmtpTestClient refused = SmtpTestClient.open(port)) {
					assertThat(refused.reply()).startsWith("421 4.7.0 Too many connections");
					assertThat(refused.reply()).isNull();
				}
			}
			assertThat(application.bean(SmtpRelay.class).connections()).isEqualTo(20);
			idle.remove(0).close();
			Awaitility.await().until(() -> application.bean(SmtpRelay.class).connections() == 19);
			try (SmtpTestClient client = SmtpTestClient.login(port, application.key())) {
				assertThat(client.say("NOOP")).startsWith("250");
			}
			for (SmtpTestClient client : idle) {
				client.close();
			}
			Awaitility.await().until(() -> application.bean(SmtpRelay.class).connections() == 0);
		}
	}

	@Test
	void whoDoesNotPresentAKeyInTimeIsCutOffHoweverBusy() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory, PREFIX + "login-timeout=300ms");
				SmtpTestClient idle = SmtpTestClient.connect(application.endpoint().port());
				SmtpTestClient busy = SmtpTestClient.connect(application.endpoint().port())) {
			Awaitility.await().until(() -> isClosed(() -> busy.say("NOOP")));
			assertThat(isClosed(idle::reply)).isTrue();
		}
	}

	@Test
	void whoSendsAMessageTooSlowlyIsCutOffAndItsMemoryIsFree() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory, PREFIX + "message-timeout=3s");
				SmtpTestClient client = SmtpTestClient.login(application.endpoint().port(), application.key())) {
			client.say("MAIL FROM:<ann@example.com>");
			client.say("RCPT TO:<bob@example.org>");
			client.say("DATA");
			client.write("Subject: slow\r\n".repeat(1000));
			Awaitility.await().until(() -> isClosed(() -> {
				client.write("x");
				return client.reply();
			}));
			Awaitility.await().until(() -> application.bean(SmtpRelay.class).memoryInUse() == 0);
		}
	}

	@Test
	void whoGuessesKeysIsShutOut() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory)) {
			int port = application.endpoint().port();
			String key = application.key();
			List<String> replies = new ArrayList<>();
			for (int i = 0; i < 12; i++) {
				try (SmtpTestClient client = SmtpTestClient.connect(port)) {
					client.say("EHLO x");
					client.say("STARTTLS");
					client.encrypt();
					client.say("EHLO x");
					replies.add(client.say("AUTH PLAIN " + SmtpTestClient.plain((i < 11) ? "guess" + i : key)));
				}
			}
			assertThat(replies.subList(0, 9)).allMatch((reply) -> reply.startsWith("535 5.7.8"));
			assertThat(replies.subList(10, 12)).allMatch((reply) -> reply.startsWith("421 4.7.0"));
		}
	}

	@Test
	void aKeyThatIsRevokedSendsNothingMoreOverAConnectionThatIsOpen() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory)) {
			String key = application.key();
			ApiKeys keys = application.bean(ApiKeys.class);
			int port = application.endpoint().port();
			try (SmtpTestClient client = SmtpTestClient.login(port, key)) {
				submit(client);
				keys.revoke(keys.authenticate(key, "127.0.0.1").id());
				assertThat(client.say("MAIL FROM:<ann@example.com>")).startsWith("421 4.7.0");
				assertThat(isClosed(() -> client.say("NOOP"))).isTrue();
			}
		}
	}

	@Test
	void aKeyThatWasPresentedInTheClearIsForgottenByStartTls() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory, PREFIX + "require-tls=false");
				SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			client.say("EHLO x");
			String login = "AUTH PLAIN " + SmtpTestClient.plain(application.key());
			assertThat(client.say(login)).startsWith("235");
			assertThat(client.say("STARTTLS")).startsWith("220");
			client.encrypt();
			client.say("EHLO x");
			assertThat(client.say("MAIL FROM:<ann@example.com>")).startsWith("530");
			assertThat(client.say(login)).startsWith("235");
			submit(client);
		}
	}

	@Test
	void aRecipientThatCannotBeLookedUpIsRefusedForNowAndTheConnectionStays() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory);
				SmtpTestClient client = SmtpTestClient.login(application.endpoint().port(), application.key())) {
			JdbcTemplate jdbc = application.bean(Store.class).jdbc();
			jdbc.execute("alter table sendpost_suppression rename to away");
			client.say("MAIL FROM:<ann@example.com>");
			assertThat(client.say("RCPT TO:<bob@example.org>"))
				.isEqualTo("451 4.3.0 It cannot be done now, try again later");
			jdbc.execute("alter table away rename to sendpost_suppression");
			assertThat(client.say("RCPT TO:<bob@example.org>")).startsWith("250");
		}
	}

	@Test
	void mailOfATestKeyIsOnlyCaptured() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory);
				SmtpTestClient client = SmtpTestClient.login(application.endpoint().port(),
						application.key(ApiKeyRequest.account("test").forTest()))) {
			submit(client);
			CapturedMailbox mailbox = application.bean(CapturedMailbox.class);
			Awaitility.await().untilAsserted(() -> assertThat(mailbox.emails()).hasSize(1));
			assertThat(application.isEmpty()).isTrue();
		}
	}

	@Test
	void mailThatComesBackNeedsNoKeyAndReachesTheLog() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory,
				"sendpost.bounces.address=bounces@mail.example.com",
				"sendpost.bounces.secret=" + Base64.getEncoder().encodeToString(new byte[32]));
				SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			MailGateway gateway = application.bean(MailGateway.class);
			Receipt receipt = gateway.send(
					Email.builder().from("ann@example.com").to("bob@example.org").subject("Hi").text("Hello").build());
			String returnPath = application.take().sender();
			assertThat(application.bean(VerpAddress.class).emailId(returnPath)).isEqualTo(receipt.id());
			assertThat(client.say("EHLO mx.example.org")).startsWith("250");
			assertThat(client.say("MAIL FROM:<>")).startsWith("250");
			assertThat(client.say("RCPT TO:<bob@example.org>")).isEqualTo("530 5.7.0 Authentication required");
			String forged = returnPath.replaceAll("-.{16}@", "-0000000000000000@");
			assertThat(client.say("RCPT TO:<" + forged + ">")).startsWith("550 5.1.1");
			assertThat(client.say("RCPT TO:<" + returnPath + ">")).startsWith("250");
			assertThat(client.say("DATA")).startsWith("354");
			assertThat(client.say(report() + "\r\n.")).isEqualTo("250 2.0.0 Ok: taken in");
			assertThat(gateway.find(receipt.id()).orElseThrow().receipt().outcomes())
				.extracting(RecipientOutcome::status)
				.containsExactly(EmailStatus.BOUNCED);
		}
	}

	private static String report() {
		return String.join("\r\n", "From: MAILER-DAEMON@example.org", "Subject: Undelivered", "MIME-Version: 1.0",
				"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b", "", "No.", "--b",
				"Content-Type: message/delivery-status", "", "Reporting-MTA: dns; example.org", "",
				"Final-Recipient: rfc822; bob@example.org", "Action: failed", "Status: 5.1.1", "", "--b--");
	}

	@Test
	void withoutASecretForReturnPathsNothingIsTakenWithoutAKey() throws Exception {
		try (RelayApplication application = new RelayApplication(this.directory);
				SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			client.say("EHLO x");
			assertThat(client.say("MAIL FROM:<>")).isEqualTo("530 5.7.0 Issue STARTTLS first");
		}
	}

	@Test
	void theEndOfTheApplicationWaitsForAMessageThatIsBeingReceived() throws Exception {
		RelayApplication application = new RelayApplication(this.directory);
		SmtpRelay relay = application.bean(SmtpRelay.class);
		try (SmtpTestClient client = SmtpTestClient.login(application.endpoint().port(), application.key())) {
			client.say("MAIL FROM:<ann@example.com>");
			client.say("RCPT TO:<bob@example.org>");
			client.say("DATA");
			client.write("From: ann@example.com\r\n\r\nHi\r\n");
			Thread stop = new Thread(relay::stop);
			stop.start();
			Awaitility.await().until(() -> !relay.isRunning());
			client.write(".\r\n");
			assertThat(client.reply()).startsWith("250 2.0.0 Ok: queued");
			stop.join(20_000);
			assertThat(stop.isAlive()).isFalse();
			assertThat(application.take().recipients()).containsExactly("bob@example.org");
		}
		finally {
			application.close();
		}
	}

	private static void submit(SmtpTestClient client) throws IOException {
		client.say("MAIL FROM:<ann@example.com>");
		client.say("RCPT TO:<bob@example.org>");
		client.say("DATA");
		assertThat(client.say("From: ann@example.com\r\nTo: bob@example.org\r\nSubject: "
				+ EmailAddress.parse("ann@example.com") + "\r\n\r\nHi\r\n."))
			.startsWith("250");
	}

	private static boolean isClosed(Attempt attempt) {
		try {
			return attempt.run() == null;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Something said over a connection.
	 */
	private interface Attempt {

		String run() throws IOException;

	}

}
