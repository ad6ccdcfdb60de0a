package dev.sendpost.relay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads the content that follows {@code DATA}. Only CRLF dot CRLF ends it. A CR or LF of
 * its own is refused: where another server would take one for the end of a line, what
 * follows could pass for commands (SMTP smuggling).
 */
final class MessageContent implements AutoCloseable {

	private static final int CHUNK = 8192;

	private final int maxSize;

	private final MessageMemory memory;

	private byte[] octets = {};

	private int length;

	private State state = State.LINE_START;

	/** Why the content is refused, once it is known to be. */
	private @Nullable ReplyException refusal;

	private long discarded;

	MessageContent(int maxSize, MessageMemory memory) {
		this.maxSize = maxSize;
		this.memory = memory;
	}

	/**
	 * Read the content, and nothing behind its end.
	 * @param in supports marks of 8192 octets
	 * @return the content without the dots that SMTP adds
	 * @throws ReplyException if it is refused
	 */
	byte[] read(InputStream in) throws IOException, ReplyException {
		byte[] chunk = new byte[CHUNK];
		while (this.state != State.END) {
			in.mark(CHUNK);
			int count = in.read(chunk);
			if (count < 0) {
				throw new EOFException("The client went away within a message");
			}
			int used = consume(chunk, count);
			if (used < count) {
				in.reset();
				in.skipNBytes(used);
			}
		}
		if (this.refusal != null) {
			throw this.refusal;
		}
		return (this.length == this.octets.length) ? this.octets : Arrays.copyOf(this.octets, this.length);
	}

	private int consume(byte[] chunk, int count) throws ReplyException {
		for (int i = 0; i < count; i++) {
			byte octet = chunk[i];
			this.state = switch (this.state) {
				case LINE_START -> (octet == '.') ? State.DOT : inLine(octet);
				case IN_LINE -> inLine(octet);
				case DOT -> (octet == '\r') ? State.DOT_CR : inLine(octet);
				case CR -> endOfLine(octet);
				case DOT_CR -> {
					requireLf(octet);
					yield State.END;
				}
				case END -> State.END;
			};
			if (this.state == State.END) {
				return i + 1;
			}
		}
		return count;
	}

	private State inLine(byte octet) throws ReplyException {
		if (octet == '\r') {
			return State.CR;
		}
		if (octet == '\n') {
			throw bare("LF");
		}
		if (octet == 0) {
			refuse(ReplyException.refused(554, "5.6.0", "The message has a NUL octet"));
		}
		append(octet);
		return State.IN_LINE;
	}

	private State endOfLine(byte octet) throws ReplyException {
		requireLf(octet);
		append((byte) '\r');
		append((byte) '\n');
		return State.LINE_START;
	}

	private static void requireLf(byte octet) throws ReplyException {
		if (octet != '\n') {
			throw bare("CR");
		}
	}

	private static ReplyException bare(String what) {
		return ReplyException.closing(550, "5.5.2",
				"A bare " + what + " is not accepted: lines end with CRLF (RFC 5321 section 2.3.8)");
	}

	private void append(byte octet) throws ReplyException {
		if (this.refusal != null) {
			if (++this.discarded > this.maxSize) {
				throw ReplyException.closing(552, "5.3.4", "The message is far too large");
			}
			return;
		}
		if (this.length == this.octets.length) {
			grow();
			if (this.refusal != null) {
				return;
			}
		}
		this.octets[this.length++] = octet;
	}

	private void grow() {
		if (this.length >= this.maxSize) {
			refuse(ReplyException.refused(552, "5.3.4", "The message has more than " + this.maxSize + " octets"));
			return;
		}
		int capacity = (int) Math.min(this.maxSize, Math.max(4096, 2L * this.octets.length));
		if (!this.memory.take(capacity - this.octets.length)) {
			refuse(ReplyException.refused(452, "4.3.1", "There is no room for the message now, try again later"));
			return;
		}
		this.octets = Arrays.copyOf(this.octets, capacity);
	}

	/**
	 * Refuse the content when its end is reached, so that the client hears it.
	 */
	private void refuse(ReplyException reason) {
		if (this.refusal == null) {
			this.refusal = reason;
			release();
		}
	}

	private void release() {
		this.memory.giveBack(this.octets.length);
		this.octets = new byte[0];
		this.length = 0;
	}

	@Override
	public void close() {
		release();
	}

	private enum State {

		LINE_START, IN_LINE, DOT, CR, DOT_CR, END

	}

}
