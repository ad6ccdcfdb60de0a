package dev.sendpost;

import java.io.ByteArrayInputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamSource;

/**
 * An Internet message (RFC 5322, MIME) that is sent as it is, since it says what the
 * properties of an {@link Email} cannot: it is signed or encrypted, or built in a way of
 * its own. Only fields are added above it.
 */
public final class VerbatimMessage {

	/** Octets of a line without its end, RFC 5322 section 2.1.1. */
	private static final int MAX_LINE_LENGTH = 998;

	private final InputStreamSource content;

	private final long size;

	private final boolean eightBit;

	private final boolean smtpUtf8;

	private VerbatimMessage(InputStreamSource content, long size, boolean eightBit, boolean smtpUtf8) {
		this.content = content;
		this.size = size;
		this.eightBit = eightBit;
		this.smtpUtf8 = smtpUtf8;
	}

	/**
	 * A message in memory.
	 * @param octets the message with its header; not copied, so do not change it
	 * @return the message
	 * @throws InvalidEmailException with the field {@code verbatim} if a line does not
	 * end with CRLF or is longer than 998 octets, the last one does not end, there is a
	 * CR, LF or NUL elsewhere, or an empty line does not follow the header
	 */
	public static VerbatimMessage of(byte[] octets) {
		int headerEnd = -1;
		int lineStart = 0;
		boolean eightBit = false;
		boolean smtpUtf8 = false;
		for (int i = 0; i < octets.length; i++) {
			byte octet = octets[i];
			if (octet < 0) {
				eightBit = true;
				smtpUtf8 |= headerEnd < 0;
			}
			else if (octet == '\r') {
				if (i + 1 == octets.length || octets[i + 1] != '\n') {
					throw invalid("has a CR without an LF");
				}
				if (i - lineStart > MAX_LINE_LENGTH) {
					throw invalid("has a line of more than " + MAX_LINE_LENGTH + " octets");
				}
				headerEnd = (headerEnd < 0 && i == lineStart) ? i : headerEnd;
				i++;
				lineStart = i + 1;
			}
			else if (octet == '\n') {
				throw invalid("has an LF without a CR");
			}
			else if (octet == 0) {
				throw invalid("has a NUL");
			}
		}
		if (lineStart != octets.length) {
			throw invalid("ends within a line");
		}
		if (headerEnd <= 0) {
			throw invalid("has no header that an empty line follows");
		}
		return new VerbatimMessage(() -> new ByteArrayInputStream(octets), octets.length, eightBit, smtpUtf8);
	}

	private static InvalidEmailException invalid(String reason) {
		return new InvalidEmailException("verbatim", "the message " + reason);
	}

	/**
	 * A message that was checked before, by {@link #of(byte[])}.
	 * @param content opens the same octets anew each time
	 * @param size how many octets
	 * @param eightBit {@link #isEightBit()} of the message as it was checked
	 * @param smtpUtf8 {@link #needsSmtpUtf8()} of the message as it was checked
	 * @return the message
	 */
	public static VerbatimMessage ofChecked(InputStreamSource content, long size, boolean eightBit, boolean smtpUtf8) {
		return new VerbatimMessage(content, size, eightBit, smtpUtf8);
	}

	/**
	 * Opens the message, anew each time.
	 * @return the source of streams
	 */
	public InputStreamSource content() {
		return this.content;
	}

	/**
	 * How long the message is.
	 * @return the number of octets
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Whether only a server with 8BITMIME (RFC 6152) can take it.
	 * @return {@code true} if an octet is beyond ASCII
	 */
	public boolean isEightBit() {
		return this.eightBit;
	}

	/**
	 * Whether only a server with SMTPUTF8 (RFC 6531) can take it.
	 * @return {@code true} if an octet of its header is beyond ASCII
	 */
	public boolean needsSmtpUtf8() {
		return this.smtpUtf8;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof VerbatimMessage other && this.content.equals(other.content);
	}

	@Override
	public int hashCode() {
		return this.content.hashCode();
	}

	/**
	 * Its length, and nothing of what it says.
	 */
	@Override
	public String toString() {
		return "VerbatimMessage[" + this.size + " octets]";
	}

}
