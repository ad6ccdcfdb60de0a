package dev.sendpost.testsmtp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptedSmtpServer} at the level of lines.
 */
class ScriptedSmtpServerTests {

	private static final String EHLO = "EHLO client.test";

	private static final String MAIL = "MAIL FROM:<a@example.com>";

	private static final String RCPT = "RCPT TO:<b@example.com>";

	private ScriptedSmtpServer server = ScriptedSmtpServer.start();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void takesAMessageAndRecordsIt() throws IOException {
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO, MAIL, RCPT, "RCPT TO:<c@example.com>")) {
			assertThat(client.say("DATA")).startsWith("354 ");
			assertThat(client.say("Subject: Hello", "", "Grüße", ".")).startsWith("250 ");
			assertThat(client.say("QUIT")).startsWith("221 ");
			assertThat(client.readLine()).isNull();
		}
		ReceivedMessage message = this.server.messages().get(0);
		assertThat(message.sender()).isEqualTo("a@example.com");
		assertThat(message.recipients()).containsExactly("b@example.com", "c@example.com");
		assertThat(message.text()).isEqualTo("Subject: Hello\r\n\r\nGrüße\r\n");
		assertThat(message.connection()).isEqualTo(1);
		assertThat(message.tls()).isFalse();
		assertThat(message.user()).isNull();
		assertThat(this.server.commands(1)).startsWith(EHLO, MAIL, RCPT).endsWith("DATA", "QUIT");
		this.server.awaitOpenConnections(0);
	}

	@Test
	void undoesDotStuffingAndKeepsLoneLineFeeds() throws IOException {
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO, MAIL, RCPT, "DATA")) {
			client.say("..", "...two", ".x", "a\n.\nb", ".");
		}
		assertThat(this.server.messages()).extracting(ReceivedMessage::text)
			.containsExactly(".\r\n..two\r\nx\r\na\n.\nb\r\n");
	}

	@Test
	void answersPipelinedCommandsInOrder() throws IOException {
		script((script) -> script.advertise("PIPELINING")
			.onRcpt("nobody@example.com", SmtpAction.reply("550-5.1.1 No", "550 5.1.1 such user")));
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO)) {
			client.send(MAIL, "RCPT TO:<Nobody@example.com>", RCPT, "DATA");
			assertThat(client.reply()).startsWith("250 ");
			assertThat(client.readLine()).isEqualTo("550-5.1.1 No");
			assertThat(client.readLine()).isEqualTo("550 5.1.1 such user");
			assertThat(client.reply()).startsWith("250 ");
			assertThat(client.reply()).startsWith("354 ");
			client.say(".");
		}
		assertThat(this.server.messages().get(0).recipients()).containsExactly("b@example.com");
	}

	@ParameterizedTest
	@EnumSource(SmtpStep.class)
	void repliesAtAnyStep(SmtpStep step) throws IOException {
		script((script) -> script.on(step, SmtpAction.reply("451 4.7.1 Later").times(1)));
		try (RawSmtpClient client = RawSmtpClient.at(this.server, step)) {
			assertThat(client.readLine()).isEqualTo("451 4.7.1 Later");
		}
	}

	@ParameterizedTest
	@EnumSource(SmtpStep.class)
	void repliesAndClosesAtAnyStep(SmtpStep step) throws IOException {
		script((script) -> script.on(step, SmtpAction.replyThenClose("421 4.3.2 Going down")));
		try (RawSmtpClient client = RawSmtpClient.at(this.server, step)) {
			assertThat(client.readLine()).isEqualTo("421 4.3.2 Going down");
			assertThat(client.readLine()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(SmtpStep.class)
	void closesAtAnyStep(SmtpStep step) throws IOException {
		script((script) -> script.on(step, SmtpAction.close()));
		try (RawSmtpClient client = RawSmtpClient.at(this.server, step)) {
			client.send("NOOP", "NOOP");
			assertThat(client.readLine()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(SmtpStep.class)
	void resetsAtAnyStep(SmtpStep step) throws IOException {
		script((script) -> script.on(step, SmtpAction.reset()));
		try (RawSmtpClient client = RawSmtpClient.at(this.server, step)) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(client::readLine)
				.withMessageContaining("reset");
		}
	}

	@ParameterizedTest
	@EnumSource(SmtpStep.class)
	void fallsSilentAtAnyStepUntilItStops(SmtpStep step) throws IOException {
		script((script) -> script.on(step, SmtpAction.silence()));
		try (RawSmtpClient client = RawSmtpClient.at(this.server, step)) {
			client.socket().setSoTimeout(50);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readLine);
			this.server.stop();
			assertThat(client.readLine()).isNull();
		}
	}

	@Test
	void stopsReadingWhenItStalls() throws IOException {
		script((script) -> script.onBody(0, SmtpAction.stall()));
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO, MAIL, RCPT, "DATA")) {
			client.send("content", ".");
			client.socket().setSoTimeout(50);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readLine);
		}
		assertThat(this.server.receivedDots()).isEmpty();
		assertThat(this.server.openConnections()).isEqualTo(1);
		this.server.stop();
		this.server.awaitOpenConnections(0);
	}

	@Test
	void actsInTheMidstOfTheContent() throws IOException {
		script((script) -> script.onBody(2, SmtpAction.replyThenClose("452 4.3.1 Disk full")));
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO, MAIL, RCPT, "DATA")) {
			client.send("first");
			client.socket().setSoTimeout(50);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readLine);
			client.send("second");
			client.socket().setSoTimeout(20_000);
			assertThat(client.readLine()).isEqualTo("452 4.3.1 Disk full");
		}
		assertThat(this.server.receivedDots()).isEmpty();
	}

	@Test
	void recordsADotThatItDidNotAccept() throws IOException {
		script((script) -> script.onDot(SmtpAction.reply("554 5.7.1 Spam").onOccurrence(1))
			.onDot(SmtpAction.replyThenClose("250 2.0.0 Ok")));
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO, MAIL, RCPT, "DATA")) {
			assertThat(client.say("spam", ".")).startsWith("554 ");
			assertThat(this.server.messages()).isEmpty();
			assertThat(this.server.receivedDots()).hasSize(1);
			for (String command : Arrays.asList(MAIL, RCPT, "DATA")) {
				client.say(command);
			}
			assertThat(client.say("ham", ".")).isEqualTo("250 2.0.0 Ok");
			assertThat(client.readLine()).isNull();
		}
		assertThat(this.server.messages()).extracting(ReceivedMessage::text).containsExactly("ham\r\n");
		assertThat(this.server.receivedDots()).hasSize(2);
	}

	@Test
	void countsOccurrencesOverAllConnectionsOrOnEach() throws IOException {
		script((script) -> script.onNoop(SmtpAction.reply("421 second of all").onOccurrence(2))
			.onNoop(SmtpAction.reply("421 from third of each").onEachConnection().fromOccurrence(3))
			.onNoop(SmtpAction.reply("421 first on second").onConnection(2).times(1)));
		try (RawSmtpClient first = RawSmtpClient.after(this.server);
				RawSmtpClient second = RawSmtpClient.after(this.server)) {
			assertThat(first.say("NOOP")).startsWith("250 ");
			assertThat(second.say("NOOP")).isEqualTo("421 second of all");
			assertThat(second.say("NOOP")).startsWith("250 ");
			assertThat(first.say("NOOP")).startsWith("250 ");
			assertThat(first.say("NOOP")).isEqualTo("421 from third of each");
			assertThat(first.say("NOOP")).isEqualTo("421 from third of each");
		}
		assertThat(this.server.connections()).isEqualTo(2);
		assertThat(this.server.commands("NOOP")).hasSize(6);
	}

	@Test
	void waitsForTheTestBeforeItGoesOn() throws IOException {
		CountDownLatch gate = new CountDownLatch(1);
		script((script) -> script.onDot(SmtpAction.proceed().after(gate)));
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO, MAIL, RCPT, "DATA")) {
			client.send("content", ".");
			this.server.awaitReceivedDots(1);
			assertThat(this.server.messages()).isEmpty();
			gate.countDown();
			assertThat(client.reply()).startsWith("250 ");
		}
	}

	@Test
	void closesOrResetsOnlyConnectionsThatIdle() throws IOException {
		try (RawSmtpClient idle = RawSmtpClient.after(this.server, EHLO);
				RawSmtpClient busy = RawSmtpClient.after(this.server, EHLO, MAIL)) {
			this.server.closeIdleConnections();
			idle.send("NOOP");
			assertThat(idle.readLine()).isNull();
			assertThat(busy.say(RCPT)).startsWith("250 ");
			assertThat(busy.say("RSET")).startsWith("250 ");
			this.server.resetIdleConnections();
			assertThatExceptionOfType(SocketException.class).isThrownBy(busy::readLine);
		}
	}

	@Test
	void refusesConnectionsWhileStoppedAndKeepsItsPort() throws IOException {
		int port = this.server.port();
		RawSmtpClient.after(this.server, EHLO).close();
		this.server.stop();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawSmtpClient(this.server));
		this.server.restart();
		assertThat(this.server.port()).isEqualTo(port);
		RawSmtpClient.after(this.server, EHLO).close();
		assertThat(this.server.commands(2)).containsExactly(EHLO);
	}

	@Test
	void forgetsActionsButKeepsExtensionsWhenRescripted() throws IOException {
		script((script) -> script.advertise("SIZE 1000").onMail(SmtpAction.reply("451 4.3.0 Later")));
		try (RawSmtpClient client = RawSmtpClient.after(this.server, EHLO)) {
			assertThat(client.say(MAIL)).startsWith("451 ");
			this.server.rescript((script) -> script.withhold("8BITMIME"));
			assertThat(client.say(MAIL + " SIZE=1001")).startsWith("552 ");
			assertThat(client.say(MAIL + " BODY=8BITMIME")).startsWith("555 ");
			assertThat(client.say(MAIL + " SIZE=999 SMTPUTF8")).startsWith("250 ");
			assertThat(client.say("RCPT TO:<grüße@example.com>")).startsWith("250 ");
		}
	}

	@Test
	void refusesCommandsOutOfOrder() throws IOException {
		try (RawSmtpClient client = RawSmtpClient.after(this.server)) {
			assertThat(client.say(MAIL)).startsWith("503 ");
			client.say(EHLO);
			assertThat(client.say(RCPT)).startsWith("503 ");
			assertThat(client.say("MAIL FROM:<grüße@example.com>")).startsWith("553 ");
			client.say(MAIL);
			assertThat(client.say(MAIL)).startsWith("503 ");
			assertThat(client.say("DATA")).startsWith("503 ");
			assertThat(client.say("VRFY a")).startsWith("502 ");
		}
	}

	private void script(Consumer<SmtpScript> script) {
		this.server.rescript((next) -> {
			next.startTls(TestCertificates.server(TestCertificates.Kind.VALID));
			script.accept(next);
		});
	}

}
