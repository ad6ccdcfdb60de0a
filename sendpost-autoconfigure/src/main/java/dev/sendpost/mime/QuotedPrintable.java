package dev.sendpost.mime;

/**
 * Writes text in quoted-printable (RFC 2045 section 6.7), its line ends as CRLF.
 */
final class QuotedPrintable {

	private static final int LINE_LENGTH = 76;

	private static final String HEX = "0123456789ABCDEF";

	private QuotedPrintable() {
	}

	/**
	 * Encode text.
	 * @param text any octets; CR, LF and CRLF are line ends
	 * @param out where the encoded text goes; its last line ends as the text ends
	 */
	static void encode(byte[] text, OctetBuffer out) {
		int column = 0;
		int i = 0;
		while (i < text.length) {
			byte octet = text[i];
			if (isLineEnd(text, i)) {
				out.crlf();
				column = 0;
				i += (octet == '\r' && i + 1 < text.length && text[i + 1] == '\n') ? 2 : 1;
				continue;
			}
			int literals = literals(text, i, LINE_LENGTH - 1 - column);
			if (literals > 0 && !(column == 0 && SevenBit.isSenderLine(text, i))) {
				out.append(text, i, literals);
				column += literals;
				i += literals;
				continue;
			}
			boolean last = isLineEnd(text, i + 1);
			boolean literal = isLiteral(octet) && !(last && isWhiteSpace(octet));
			if (column + (literal ? 1 : 3) > (last ? LINE_LENGTH : LINE_LENGTH - 1)) {
				out.append('=').crlf();
				column = 0;
			}
			if (literal && !(column == 0 && SevenBit.isSenderLine(text, i))) {
				out.append(octet);
				column++;
			}
			else {
				out.append('=').append(HEX.charAt((octet >> 4) & 0xF)).append(HEX.charAt(octet & 0xF));
				column += 3;
			}
			i++;
		}
	}

	/**
	 * How many octets in a row stand for themselves wherever their line is broken.
	 */
	private static int literals(byte[] text, int start, int most) {
		int limit = Math.min(text.length, start + most);
		int end = start;
		while (end < limit && isLiteral(text[end])) {
			end++;
		}
		while (end > start && isWhiteSpace(text[end - 1]) && isLineEnd(text, end)) {
			end--;
		}
		return end - start;
	}

	private static boolean isLineEnd(byte[] text, int index) {
		return index == text.length || text[index] == '\n' || text[index] == '\r';
	}

	private static boolean isWhiteSpace(byte octet) {
		return octet == ' ' || octet == '\t';
	}

	private static boolean isLiteral(byte octet) {
		return (octet >= ' ' && octet < 127 && octet != '=') || octet == '\t';
	}

}
