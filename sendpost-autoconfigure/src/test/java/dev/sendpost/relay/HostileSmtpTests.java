package dev.sendpost.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get that keep to the corners of RFC 5321 and 5322, or to no rule at all.
 * The first column says what is tried, the second what the client says or the content it
 * sends, the third what it gets.
 */
class HostileSmtpTests {

	private static final String HEADER = "From: ann@example.com\r\nTo: bob@example.org\r\nSubject: Hi\r\n\r\n";

	private static final String SECOND = "MAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.org>\r\nDATA\r\n"
			+ "From: evil@example.com\r\n\r\nsmuggled\r\n.\r\n";

	/** What ends no line, and must end no message. */
	private static final List<String> SMUGGLING = List.of("\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n",
			"\n\n.\r\n", "\r\r\n.\r\r\n", "\n.\r", "\r\n.\r\r\n", "\r\n\0.\n");

	@TempDir
	private static Path directory;

	private static RelayApplication application;

	private static String key;

	@BeforeAll
	static void start() {
		application = new RelayApplication(directory, "sendpost.doors.smtp-relay.max-message-size=64KB",
				"sendpost.doors.smtp-relay.max-recipients=3");
		key = application.key();
		application.bean(Suppressions.class)
			.add(List.of(NewSuppression.of(EmailAddress.parse("gone@example.org"), SuppressionReason.MANUAL)));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			the path is empty                 | MAIL FROM:<>                                       | 250 2.1.0
			a space behind the colon          | MAIL FROM: <ann@example.com>                       | 250 2.1.0
			no brackets                       | MAIL FROM:ann@example.com                          | 250 2.1.0
			lower case                        | mail from:<ann@example.com> size=100               | 250 2.1.0
			a source route                    | MAIL FROM:<@a.example,@b.example:ann@example.com>  | 250 2.1.0
			a quoted local part               | MAIL FROM:<"a > b"@example.com>                    | 250 2.1.0
			nothing                           | MAIL FROM:                                         | 501 5.5.4
			no colon                          | MAIL FROM <ann@example.com>                        | 501 5.5.4
			no closing bracket                | MAIL FROM:<ann@example.com                         | 501 5.5.4
			words behind the path             | MAIL FROM:<ann@example.com>x                       | 501 5.5.4
			a name                            | MAIL FROM:Ann <ann@example.com>                    | 501 5.5.4
			an address literal                | MAIL FROM:<ann@[127.0.0.1]>                        | 553 5.1.7
			no domain                         | MAIL FROM:<ann>                                    | 553 5.1.7
			two addresses                     | MAIL FROM:<ann@example.com,bob@example.com>        | 553 5.1.7
			a bracket within                  | MAIL FROM:<<ann@example.com>>                      | 501 5.5.4
			beyond ASCII                      | MAIL FROM:<größe@example.com>                      | 553 5.6.7
			beyond ASCII, announced           | MAIL FROM:<größe@example.com> SMTPUTF8             | 250 2.1.0
			too large                         | MAIL FROM:<ann@example.com> SIZE=65537             | 552 5.3.4
			a size beyond all numbers         | MAIL FROM:<ann@example.com> SIZE=99999999999999999999 | 552 5.3.4
			a size that is none               | MAIL FROM:<ann@example.com> SIZE=-1                | 501 5.5.4
			a parameter twice                 | MAIL FROM:<ann@example.com> SIZE=1 SIZE=2          | 501 5.5.4
			8bit                              | MAIL FROM:<ann@example.com> BODY=8BITMIME          | 250 2.1.0
			binary                            | MAIL FROM:<ann@example.com> BODY=BINARYMIME        | 501 5.5.4
			an unknown parameter              | MAIL FROM:<ann@example.com> RET=FULL               | 555 5.5.4
			a recipient before MAIL           | RCPT TO:<bob@example.org>                          | 503 5.5.1
			data before MAIL                  | DATA                                               | 503 5.5.1
			AUTH twice                        | AUTH PLAIN AG1lAHg=                                | 503 5.5.1
			STARTTLS twice                    | STARTTLS                                           | 503 5.5.1
			chunks                            | BDAT 86 LAST                                       | 502 5.5.1
			a list of members                 | EXPN staff                                         | 502 5.5.1
			whether somebody is there         | VRFY bob                                           | 252 2.5.0
			a greeting of nobody              | EHLO                                               | 501 5.5.4
			an unknown command                | XYZZY                                              | 500
			an HTTP request                   | POST / HTTP/1.1                                    | 500
			nothing at all                    | ''                                                 | 500
			""")
	void commands(String what, String line, String expected) throws IOException {
		try (SmtpTestClient client = login()) {
			assertThat(client.say(line)).startsWith(expected);
			assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 Ok");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			a recipient             | RCPT TO:<bob@example.org>              | 250 2.1.5
			one that is suppressed  | RCPT TO:<gone@example.org>             | 550 5.7.1
			nobody                  | RCPT TO:<>                             | 553 5.1.3
			no domain               | RCPT TO:<postmaster>                   | 553 5.1.3
			a path through us       | RCPT TO:<a%b@c@example.org>            | 553 5.1.3
			an address literal      | RCPT TO:<bob@[::1]>                    | 553 5.1.3
			beyond ASCII            | RCPT TO:<größe@example.org>            | 553 5.6.7
			a notification          | RCPT TO:<bob@example.org> NOTIFY=NEVER | 555 5.5.4
			a second sender         | MAIL FROM:<ann@example.com>            | 503 5.5.1
			data without recipients | DATA                                   | 503 5.5.1
			a key within            | AUTH LOGIN                             | 503 5.5.1
			""")
	void commandsWithinATransaction(String what, String line, String expected) throws IOException {
		try (SmtpTestClient client = login()) {
			client.say("MAIL FROM:<ann@example.com>");
			assertThat(client.say(line)).startsWith(expected);
			assertThat(client.say("RSET")).isEqualTo("250 2.0.0 Ok");
			assertThat(client.say("DATA")).startsWith("503 5.5.1");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			mail before a greeting     | MAIL FROM:<ann@example.com> | 503 5.5.1
			a key in the clear         | AUTH PLAIN AG1lAHg=         | 530 5.7.0 Issue STARTTLS first
			STARTTLS with a parameter  | STARTTLS now                | 501 5.5.4
			""")
	void commandsBeforeAnything(String what, String line, String expected) throws IOException {
		try (SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			assertThat(client.say(line)).startsWith(expected);
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			two senders                | From: ann@example.com~From: evil@example.net~~x  | 554 5.6.0
			two addresses              | From: ann@example.com, evil@example.net~~x       | 554 5.6.0
			a space before the colon   | From : evil@example.net~From: ann@example.com~~x | 250 2.0.0
			a line that is no field    | From: ann@example.com~evil~~x                    | 554 5.6.0
			another domain than MAIL's | From: eve@example.net~~x                         | 553 5.7.1
			a domain below MAIL's      | From: ann@mail.example.com~~x                    | 250 2.0.0
			no header                  | Hello                                            | 250 2.0.0
			""")
	void headers(String what, String content, String expected) throws Exception {
		try (SmtpTestClient client = login()) {
			envelope(client);
			assertThat(send(client, content.replace("~", "\r\n") + "\r\n")).startsWith(expected);
			if (expected.startsWith("250")) {
				assertThat(new String(application.take().content())).doesNotContain("evil@example.net>")
					.containsPattern("(?m)^From: ann@(mail\\.)?example\\.com$");
			}
		}
	}

	@ParameterizedTest
	@FieldSource("SMUGGLING")
	void noMessageIsSmuggledBehindWhatOthersMayTakeForAnEnd(String end) throws Exception {
		try (SmtpTestClient client = login()) {
			envelope(client);
			client.say("DATA");
			client.write(HEADER + "first" + end + SECOND);
			String reply = client.reply();
			assertThat(reply).matches("55[04] 5\\.(5\\.2|6\\.0) .*");
			assertThat(application.bean(MailGateway.class)
				.search(EmailSearch.all().recipient(EmailAddress.parse("victim@example.org")))
				.emails()).isEmpty();
		}
	}

	@Test
	void dotsAndPipelinesAreReadExactly() throws Exception {
		try (SmtpTestClient client = login()) {
			client.write("MAIL FROM:<ann@example.com>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n");
			assertThat(List.of(client.reply(), client.reply(), client.reply())).containsExactly("250 2.1.0 Ok",
					"250 2.1.5 Ok", "354 End with <CRLF>.<CRLF>");
			client.write(HEADER + "..\r\n..x\r\n. \r\n" + "y".repeat(9000) + "\r\n.\r\nNOOP\r\nQUIT\r\n");
			assertThat(client.reply()).startsWith("250 2.0.0 Ok: queued as ");
			assertThat(client.reply()).isEqualTo("250 2.0.0 Ok");
			assertThat(client.reply()).isEqualTo("221 2.0.0 Bye");
			assertThat(client.reply()).isNull();
		}
		assertThat(new String(application.take().content())).contains(".\r\n.x\r\n");
	}

	@Test
	void anExtensionIsOfferedWhereItWorks() throws IOException {
		try (SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			assertThat(client.say("EHLO x").lines()).containsExactly("250-localhost", "250-PIPELINING",
					"250-SIZE 65536", "250-8BITMIME", "250-SMTPUTF8", "250-ENHANCEDSTATUSCODES", "250-STARTTLS",
					"250 VRFY");
			client.say("STARTTLS");
			client.encrypt();
			assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("503 5.5.1");
			assertThat(client.say("EHLO x").lines()).contains("250-AUTH PLAIN LOGIN").doesNotContain("250-STARTTLS");
			assertThat(client.say("MAIL FROM:<a@example.com>")).isEqualTo("530 5.7.0 Authentication required");
		}
	}

	@Test
	void nothingThatFollowsStartTlsInTheClearIsHeard() throws IOException {
		try (SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			client.say("EHLO x");
			client.write("STARTTLS\r\nEHLO injected\r\n");
			assertThat(client.reply()).startsWith("554 5.5.1");
			assertThat(client.reply()).isNull();
		}
	}

	@Test
	void aMessageThatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws Exception {
		try (SmtpTestClient client = login()) {
			envelope(client);
			assertThat(send(client, HEADER + "x".repeat(70_000) + "\r\n")).startsWith("552 5.3.4");
			envelope(client);
			assertThat(send(client, HEADER + "small\r\n")).startsWith("250 2.0.0");
			application.take();
			envelope(client);
			client.say("DATA");
			client.write(HEADER + "x".repeat(140_000));
			assertThat(client.reply()).startsWith("552 5.3.4");
		}
		Awaitility.await().until(() -> application.bean(SmtpRelay.class).memoryInUse() == 0);
	}

	@Test
	void oneRecipientsRefusalRefusesNoOther() throws Exception {
		try (SmtpTestClient client = login()) {
			client.say("MAIL FROM:<ann@example.com>");
			assertThat(client.say("RCPT TO:<bob@example.org>")).startsWith("250");
			assertThat(client.say("RCPT TO:<gone@example.org>"))
				.startsWith("550 5.7.1 The recipient may not get mail: suppressed");
			assertThat(client.say("RCPT TO:<bob2@example.org>")).startsWith("250");
			assertThat(client.say("RCPT TO:<bob3@example.org>")).startsWith("250");
			assertThat(client.say("RCPT TO:<bob4@example.org>")).startsWith("452 4.5.3");
			assertThat(send(client, "From: ann@example.com\r\nTo: bob@example.org, gone@example.org\r\n\r\nHi\r\n"))
				.startsWith("250");
		}
		assertThat(application.take().recipients()).containsExactly("bob2@example.org", "bob3@example.org",
				"bob@example.org");
	}

	@Test
	void linesWithoutEndsAndWithBareEndsCloseTheConnection() throws IOException {
		for (String line : List.of("NOOP " + "x".repeat(2000) + "\r\n", "NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n",
				"NO\u00FFOP\r\n".replace('\u00FF', '\n'))) {
			try (SmtpTestClient client = login()) {
				client.write(line);
				assertThat(client.reply()).startsWith("501");
				assertThat(client.reply()).isNull();
			}
		}
	}

	@Test
	void mistakesWithoutEndEndTheConnection() throws IOException {
		try (SmtpTestClient client = login()) {
			String reply = client.say("DATA");
			int mistakes = 1;
			while (reply.startsWith("503") && mistakes < 100) {
				reply = client.say("DATA");
				mistakes++;
			}
			assertThat(reply).startsWith("421 4.7.0");
			assertThat(client.reply()).isNull();
			assertThat(mistakes).isEqualTo(20);
		}
	}

	@Test
	void onlyAKeyThatMaySendIsLetIn() throws IOException {
		String readOnly = application.key(ApiKeyRequest.account("reader").scope(ApiKeyScope.READ_ONLY));
		assertThat(authenticate(readOnly)).startsWith("535 5.7.8 Authentication failed").contains("sending_access");
		assertThat(authenticate("")).startsWith("535 5.7.8 Authentication failed");
		assertThat(authenticate(key)).isEqualTo("235 2.7.0 Authentication successful");
		for (String response : List.of("AUTH PLAIN !", "AUTH PLAIN AAAA AAAA", "AUTH", "AUTH CRAM-MD5",
				"AUTH PLAIN eA==")) {
			try (SmtpTestClient client = tls()) {
				assertThat(client.say(response)).matches("50[14] 5\\.5\\.[24] .*");
			}
		}
		try (SmtpTestClient client = tls()) {
			assertThat(client.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
			assertThat(client.say("*")).startsWith("501 5.7.0");
			assertThat(client.say("AUTH LOGIN bWU=")).isEqualTo("334 UGFzc3dvcmQ6");
			assertThat(client.say(Base64.getEncoder().encodeToString(key.getBytes()))).startsWith("235");
		}
	}

	private static String authenticate(String presented) throws IOException {
		try (SmtpTestClient client = tls()) {
			return client.say("AUTH PLAIN " + SmtpTestClient.plain(presented));
		}
	}

	private static SmtpTestClient tls() throws IOException {
		SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port());
		client.say("EHLO x");
		client.say("STARTTLS");
		client.encrypt();
		client.say("EHLO x");
		return client;
	}

	private static SmtpTestClient login() throws IOException {
		return SmtpTestClient.login(application.endpoint().port(), key);
	}

	private static void envelope(SmtpTestClient client) throws IOException {
		assertThat(client.say("MAIL FROM:<ann@example.com>")).startsWith("250");
		assertThat(client.say("RCPT TO:<bob@example.org>")).startsWith("250");
	}

	private static String send(SmtpTestClient client, String content) throws IOException {
		assertThat(client.say("DATA")).startsWith("354");
		client.write(content + ".\r\n");
		return client.reply();
	}

}
