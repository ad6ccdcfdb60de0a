package dev.sendpost.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes text as it is (7bit, RFC 2045 section 2.7), if nothing can happen to it on its
 * way.
 */
final class SevenBit {

	/** Octets of a line without its end, RFC 5322 section 2.1.1. */
	private static final int MAX_LINE_LENGTH = 998;

	private static final VarHandle EIGHT_OCTETS = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final long EACH = 0x0101010101010101L;

	private SevenBit() {
	}

	/**
	 * Write text with each line end as CRLF, if it is ASCII without control characters,
	 * no line is too long or ends with white space, and none could be taken for a
	 * boundary or for the start of a message in an mbox file.
	 * @param text any octets; CR, LF and CRLF are line ends
	 * @param out where the text goes; left as it was if the text cannot be written so
	 * @return whether it was written
	 */
	static boolean write(byte[] text, OctetBuffer out) {
		int mark = out.length();
		int start = 0;
		int i = nextSpecial(text, 0);
		while (i < text.length) {
			byte octet = text[i];
			if (octet == '\n' || octet == '\r') {
				if (!isSafe(text, start, i)) {
					out.truncate(mark);
					return false;
				}
				out.append(text, start, i - start).crlf();
				start = (octet == '\r' && i + 1 < text.length && text[i + 1] == '\n') ? i + 2 : i + 1;
				i = nextSpecial(text, start);
			}
			else if (octet == '\t') {
				i = nextSpecial(text, i + 1);
			}
			else {
				out.truncate(mark);
				return false;
			}
		}
		if (!isSafe(text, start, text.length)) {
			out.truncate(mark);
			return false;
		}
		out.append(text, start, text.length - start);
		return true;
	}

	/**
	 * The index of the next octet that is not printable ASCII, or the length. Looks at
	 * eight octets at a time: the highest bit of each tells whether it is below a space,
	 * above ASCII or DEL. A carry can reach only octets behind one that is.
	 */
	private static int nextSpecial(byte[] text, int from) {
		int i = from;
		for (; i <= text.length - Long.BYTES; i += Long.BYTES) {
			long octets = (long) EIGHT_OCTETS.get(text, i);
			long special = ((octets - ' ' * EACH) | octets | (octets + EACH)) & 0x80 * EACH;
			if (special != 0) {
				return i + Long.numberOfTrailingZeros(special) / Byte.SIZE;
			}
		}
		while (i < text.length && text[i] >= ' ' && text[i] != 127) {
			i++;
		}
		return i;
	}

	private static boolean isSafe(byte[] text, int start, int end) {
		return end == start || (end - start <= MAX_LINE_LENGTH && text[end - 1] != ' ' && text[end - 1] != '\t'
				&& !isSenderLine(text, start) && !startsWith(text, start, BodyWriter.BOUNDARY_LINE));
	}

	/**
	 * Whether a line would be taken for the start of a message in an mbox file.
	 */
	static boolean isSenderLine(byte[] text, int start) {
		return startsWith(text, start, "From ");
	}

	private static boolean startsWith(byte[] text, int start, String prefix) {
		if (text[start] != prefix.charAt(0) || text.length - start < prefix.length()) {
			return false;
		}
		for (int i = 1; i < prefix.length(); i++) {
			if (text[start + i] != prefix.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
