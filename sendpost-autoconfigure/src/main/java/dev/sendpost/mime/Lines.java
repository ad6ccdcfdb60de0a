package dev.sendpost.mime;

/**
 * Text with each line end, be it CR, LF or CRLF, as CRLF.
 */
final class Lines {

	private final byte[] text;

	private final int length;

	/** Octets that quoted-printable writes as three. */
	private final int coded;

	Lines(byte[] text) {
		this.text = text;
		int length = text.length;
		int coded = 0;
		for (int i = 0; i < text.length; i++) {
			byte octet = text[i];
			if (octet == '\n') {
				length++;
			}
			else if (octet == '\r') {
				length += isCrlf(text, i) ? -1 : 1;
			}
			else if (octet < ' ' && octet != '\t' || octet == '=' || octet == 127) {
				coded++;
			}
		}
		this.length = length;
		this.coded = coded;
	}

	/**
	 * The number of octets.
	 */
	int length() {
		return this.length;
	}

	/**
	 * The least number of octets in quoted-printable.
	 */
	long minimumQuotedPrintable() {
		return this.length + 2L * this.coded;
	}

	/**
	 * The octets.
	 */
	byte[] toByteArray() {
		if (this.length == this.text.length) {
			return this.text;
		}
		byte[] lines = new byte[this.length];
		int end = 0;
		for (int i = 0; i < this.text.length; i++) {
			byte octet = this.text[i];
			if (octet == '\n' || octet == '\r') {
				lines[end++] = '\r';
				octet = '\n';
				i += isCrlf(this.text, i) ? 1 : 0;
			}
			lines[end++] = octet;
		}
		return lines;
	}

	private static boolean isCrlf(byte[] text, int index) {
		return text[index] == '\r' && index + 1 < text.length && text[index + 1] == '\n';
	}

}
