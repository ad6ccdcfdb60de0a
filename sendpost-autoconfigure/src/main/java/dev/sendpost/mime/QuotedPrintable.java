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
		for (int i = 0; i < text.length; i++) {
			byte octet = text[i];
			if (octet == '\n' || octet == '\r') {
				if (octet == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
					i++;
				}
				out.crlf();
				column = 0;
				continue;
			}
			boolean last = i + 1 == text.length || text[i + 1] == '\n' || text[i + 1] == '\r';
			boolean literal = isLiteral(octet, last);
			if (column + (literal ? 1 : 3) > (last ? LINE_LENGTH : LINE_LENGTH - 1)) {
				out.append('=').crlf();
				column = 0;
			}
			if (literal && !(column == 0 && Lines.isSenderLine(text, i))) {
				out.append(octet);
				column++;
			}
			else {
				out.append('=').append(HEX.charAt((octet >> 4) & 0xF)).append(HEX.charAt(octet & 0xF));
				column += 3;
			}
		}
	}

	private static boolean isLiteral(byte octet, boolean last) {
		return (octet > ' ' && octet < 127 && octet != '=') || (!last && (octet == ' ' || octet == '\t'));
	}

}
