package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * The server's side of one SMTP session of the sink. Bytes may arrive in any pieces, and
 * commands ahead of the replies to earlier ones.
 */
final class SinkConnection {

	private static final byte[] GREETING = ascii("220 sink.example ESMTP\r\n");

	private static final byte[] EHLO = ascii(
			"250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 104857600\r\n");

	private static final byte[] OK = ascii("250 2.0.0 OK\r\n");

	private static final byte[] GO_ON = ascii("354 End with <CRLF>.<CRLF>\r\n");

	private static final byte[] BYE = ascii("221 2.0.0 Bye\r\n");

	private static final byte[] UNKNOWN = ascii("500 5.5.2 Command unrecognized\r\n");

	private static final byte[] OUT_OF_SEQUENCE = ascii("503 5.5.1 Bad sequence of commands\r\n");

	private static final int VERB_LENGTH = 4;

	private final SinkTotals totals;

	private final DotScanner data = new DotScanner();

	private ByteBuffer output = ByteBuffer.allocate(512);

	private int verb;

	private int lineLength;

	private boolean mail;

	private long recipients;

	private boolean receivingData;

	private boolean ended;

	SinkConnection(SinkTotals totals) {
		this.totals = totals;
		reply(GREETING);
	}

	/**
	 * Whether the client has taken its leave.
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Writes pending replies.
	 * @return whether all of them could be written
	 */
	boolean writeTo(WritableByteChannel channel) throws IOException {
		this.output.flip();
		channel.write(this.output);
		this.output.compact();
		return this.output.position() == 0;
	}

	void receive(byte[] bytes, int length) {
		int position = 0;
		while (position < length && !this.ended) {
			position = this.receivingData ? receiveData(bytes, position, length) : receiveLine(bytes, position, length);
		}
	}

	private int receiveData(byte[] bytes, int from, int to) {
		int position = this.data.scan(bytes, from, to);
		if (this.data.isComplete()) {
			this.totals.add(this.recipients, this.data.bytes());
			this.receivingData = false;
			reset();
			reply(OK);
		}
		return position;
	}

	private int receiveLine(byte[] bytes, int from, int to) {
		for (int i = from; i < to; i++) {
			if (bytes[i] == '\n') {
				command(this.verb);
				this.verb = 0;
				this.lineLength = 0;
				return i + 1;
			}
			if (this.lineLength++ < VERB_LENGTH) {
				this.verb = (this.verb << 8) | (bytes[i] | 0x20);
			}
		}
		return to;
	}

	private void command(int verb) {
		switch (verb) {
			case 'm' << 24 | 'a' << 16 | 'i' << 8 | 'l' -> mail();
			case 'r' << 24 | 'c' << 16 | 'p' << 8 | 't' -> recipient();
			case 'd' << 24 | 'a' << 16 | 't' << 8 | 'a' -> data();
			case 'e' << 24 | 'h' << 16 | 'l' << 8 | 'o' -> resetAndReply(EHLO);
			case 'h' << 24 | 'e' << 16 | 'l' << 8 | 'o', 'r' << 24 | 's' << 16 | 'e' << 8 | 't' -> resetAndReply(OK);
			case 'n' << 24 | 'o' << 16 | 'o' << 8 | 'p' -> reply(OK);
			case 'x' << 24 | 'c' << 16 | 'o' << 8 | 'u' -> reply(ascii("250 " + this.totals.count() + "\r\n"));
			case 'q' << 24 | 'u' << 16 | 'i' << 8 | 't' -> quit();
			default -> reply(UNKNOWN);
		}
	}

	private void mail() {
		reply(this.mail ? OUT_OF_SEQUENCE : OK);
		this.mail = true;
	}

	private void recipient() {
		if (this.mail) {
			this.recipients++;
		}
		reply(this.mail ? OK : OUT_OF_SEQUENCE);
	}

	private void data() {
		this.receivingData = this.recipients > 0;
		this.data.restart();
		reply(this.receivingData ? GO_ON : OUT_OF_SEQUENCE);
	}

	private void quit() {
		this.ended = true;
		reply(BYE);
	}

	private void resetAndReply(byte[] reply) {
		reset();
		reply(reply);
	}

	private void reset() {
		this.mail = false;
		this.recipients = 0;
	}

	private void reply(byte[] reply) {
		if (this.output.remaining() < reply.length) {
			ByteBuffer larger = ByteBuffer.allocate(2 * (this.output.position() + reply.length));
			this.output = larger.put(this.output.flip());
		}
		this.output.put(reply);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
