package dev.sendpost.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes text as encoded-words (RFC 2047) in UTF-8, by the shorter of the encodings B and
 * Q.
 */
final class EncodedWords {

	/** Characters of a line that holds an encoded-word, RFC 2047 section 2. */
	private static final int LINE_LENGTH = 76;

	private static final int MAX_LENGTH = 75;

	private static final String START_OF_B = "=?UTF-8?B?";

	private static final String START_OF_Q = "=?UTF-8?Q?";

	private static final String END = "?=";

	private static final int OVERHEAD = START_OF_B.length() + END.length();

	/** Less than this is not worth starting on a line. */
	private static final int MIN_PAYLOAD = 16;

	private static final String HEX = "0123456789ABCDEF";

	private final HeaderWriter header;

	private final boolean phrase;

	/**
	 * Create a writer.
	 * @param header where the words go
	 * @param phrase whether they replace a word of a phrase, where fewer characters may
	 * stand for themselves (RFC 2047 section 5 rule 3)
	 */
	EncodedWords(HeaderWriter header, boolean phrase) {
		this.header = header;
		this.phrase = phrase;
	}

	/**
	 * Write the words, each behind a space or on a line of its own. A name that fits one
	 * word is not split.
	 */
	void write(String value) {
		int inB = lengthInB(octets(value));
		int inQ = lengthInQ(value);
		boolean base64 = inB < inQ;
		int length = OVERHEAD + Math.min(inB, inQ);
		int least = (this.phrase && length <= MAX_LENGTH) ? length : OVERHEAD + MIN_PAYLOAD;
		int start = 0;
		while (start < value.length()) {
			int room = LINE_LENGTH - this.header.column() - 1;
			if (start > 0 || room < least) {
				this.header.fold();
				room = MAX_LENGTH;
			}
			this.header.out().append(' ');
			int end = end(value, start, Math.min(room, MAX_LENGTH) - OVERHEAD, base64);
			write(value.substring(start, end), base64);
			start = end;
		}
	}

	/**
	 * Where the word ends that starts at a position: between characters as a reader sees
	 * them if that is possible, between code points in any case.
	 */
	private int end(String value, int start, int room, boolean base64) {
		int fitting = start;
		int octets = 0;
		int inQ = 0;
		int end = start;
		while (end < value.length()) {
			int codePoint = value.codePointAt(end);
			octets += octets(codePoint);
			inQ += lengthInQ(codePoint);
			if ((base64 ? lengthInB(octets) : inQ) > room) {
				break;
			}
			if (end > start && !isExtension(value, end)) {
				fitting = end;
			}
			end += Character.charCount(codePoint);
		}
		if (end == value.length() || fitting == start || !isExtension(value, end)) {
			return end;
		}
		return fitting;
	}

	private void write(String part, boolean base64) {
		OctetBuffer out = this.header.out();
		byte[] octets = part.getBytes(StandardCharsets.UTF_8);
		if (base64) {
			byte[] encoded = Base64.getEncoder().encode(octets);
			out.ascii(START_OF_B).append(encoded, 0, encoded.length).ascii(END);
			return;
		}
		out.ascii(START_OF_Q);
		for (byte octet : octets) {
			if (octet == ' ') {
				out.append('_');
			}
			else if (octet > 0 && isLiteral(octet)) {
				out.append(octet);
			}
			else {
				out.append('=').append(HEX.charAt((octet >> 4) & 0xF)).append(HEX.charAt(octet & 0xF));
			}
		}
		out.ascii(END);
	}

	/**
	 * Whether a code point belongs to the character before it: a combining mark, a
	 * variation selector, a skin tone, or anything around a zero width joiner.
	 */
	private static boolean isExtension(String value, int index) {
		int codePoint = value.codePointAt(index);
		int type = Character.getType(codePoint);
		return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
				|| type == Character.COMBINING_SPACING_MARK || codePoint == 0x200D
				|| (codePoint >= 0x1F3FB && codePoint <= 0x1F3FF) || (index > 0 && value.charAt(index - 1) == '\u200D');
	}

	private int lengthInQ(String value) {
		int length = 0;
		for (int i = 0; i < value.length();) {
			int codePoint = value.codePointAt(i);
			length += lengthInQ(codePoint);
			i += Character.charCount(codePoint);
		}
		return length;
	}

	private int lengthInQ(int codePoint) {
		return (codePoint == ' ' || isLiteral(codePoint)) ? 1 : 3 * octets(codePoint);
	}

	private static int lengthInB(int octets) {
		return (octets + 2) / 3 * 4;
	}

	private boolean isLiteral(int c) {
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
			return true;
		}
		return this.phrase ? "!*+-/".indexOf(c) >= 0 : c > ' ' && c <= '~' && c != '=' && c != '?' && c != '_';
	}

	private static int octets(String value) {
		int octets = 0;
		for (int i = 0; i < value.length();) {
			int codePoint = value.codePointAt(i);
			octets += octets(codePoint);
			i += Character.charCount(codePoint);
		}
		return octets;
	}

	private static int octets(int codePoint) {
		if (codePoint < 0x80 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
			return 1;
		}
		return (codePoint < 0x800) ? 2 : (codePoint < 0x10000) ? 3 : 4;
	}

}
