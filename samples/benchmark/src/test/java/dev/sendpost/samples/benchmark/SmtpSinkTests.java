package dev.sendpost.samples.benchmark;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmtpSink}.
 */
class SmtpSinkTests {

	private static final String ENVELOPE = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n";

	private SmtpSink sink;

	private SinkClient client;

	@BeforeEach
	void connect() throws IOException {
		this.sink = new SmtpSink();
		this.client = new SinkClient(this.sink.port());
	}

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.sink.close();
	}

	@Test
	void countsMessagesRecipientsAndBytes() throws IOException {
		transact("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<c@example.com>\r\nDATA\r\n", 3);
		assertReply("354");
		transact("Subject: x\r\n\r\nbody\r\n.\r\n", 1);
		assertThat(this.client.count()).isEqualTo(new SinkCount(1, 2, 20));
	}

	@Test
	void countsWhenEverythingComesInOneWrite() throws IOException {
		String message = ENVELOPE + "DATA\r\nx\r\n.\r\n";
		this.client.write(message.repeat(1000) + "NOOP\r\n");
		for (int i = 0; i < 4 * 1000 + 1; i++) {
			assertThat(this.client.readLine()).matches("(250|354) .*");
		}
		assertThat(this.client.count()).isEqualTo(new SinkCount(1000, 1000, 3000));
	}

	@Test
	void countsWhenEachByteComesAlone() throws IOException, InterruptedException {
		for (char character : (ENVELOPE + "DATA\r\nx\r\n..\r\n.x\r\n.\r\nNOOP\r\n").toCharArray()) {
			this.client.write(String.valueOf(character));
			Thread.sleep(1);
		}
		for (int i = 0; i < 5; i++) {
			assertThat(this.client.readLine()).matches("(250|354) .*");
		}
		assertThat(this.client.count()).isEqualTo(new SinkCount(1, 1, 11));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			'.\\r\\n', 0
			'\\r\\n.\\r\\n', 2
			'..\\r\\n.\\r\\n', 4
			'...\\r\\n.\\r\\n', 5
			'. \\r\\n.\\r\\n', 4
			'x.\\r\\n.\\r\\n', 4
			'x\\n.\\n\\r\\n.\\r\\n', 6
			'x\\n.\\r\\n.\\r\\n', 5
			'x\\r.\\r\\n.\\r\\n', 5
			'.\\rx\\r\\n.\\r\\n', 5
			'.\\r\\r\\n.\\r\\n', 4
			'x\\r\\r\\n.\\r\\n', 4
			""")
	void onlyADotOnItsOwnLineEndsAMessage(String escaped, long bytes) throws IOException {
		String data = escaped.translateEscapes();
		for (int split = 0; split < data.length(); split++) {
			SinkCount before = this.client.count();
			transact(ENVELOPE + "DATA\r\n", 2);
			assertReply("354");
			this.client.write(data.substring(0, split));
			Thread.yield();
			transact(data.substring(split), 1);
			assertThat(this.client.count().since(before)).isEqualTo(new SinkCount(1, 1, bytes));
		}
	}

	@Test
	void refusesCommandsOutOfSequence() throws IOException {
		this.client.write("RCPT TO:<b@example.com>\r\nDATA\r\n");
		assertReply("503");
		assertReply("503");
		this.client.write("MAIL FROM:<a@example.com>\r\nMAIL FROM:<a@example.com>\r\nRSET\r\nDATA\r\nWHAT\r\n");
		assertReply("250");
		assertReply("503");
		assertReply("250");
		assertReply("503");
		assertReply("500");
		assertThat(this.client.count()).isEqualTo(new SinkCount(0, 0, 0));
	}

	@Test
	void announcesItsExtensionsInAnyCase() throws IOException {
		this.client.write("ehlo client.example\r\n");
		assertReply("250-");
		assertReply("250-PIPELINING");
		assertReply("250-8BITMIME");
		assertReply("250-SMTPUTF8");
		assertReply("250 SIZE");
	}

	@Test
	void closesAfterQuit() throws IOException {
		this.client.write("QUIT\r\n");
		assertReply("221");
		assertThat(this.client.isAtEnd()).isTrue();
	}

	private void transact(String text, int replies) throws IOException {
		this.client.write(text);
		for (int i = 0; i < replies; i++) {
			assertReply("250");
		}
	}

	private void assertReply(String start) throws IOException {
		assertThat(this.client.readLine()).startsWith(start);
	}

}
