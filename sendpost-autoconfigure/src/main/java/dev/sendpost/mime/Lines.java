package dev.sendpost.mime;

/**
 * What text looks like to a mail system: whether it can travel as it is, and how long the
 * encodings would make it. Line ends are CR, LF or CRLF.
 */
final class Lines {

	/** Octets of a line without its end, RFC 5322 section 2.1.1. */
	private static final int MAX_LENGTH = 998;

	private final byte[] text;

	/** Octets that a mail system might alter or refuse. */
	private int unsafe;

	/** Octets that quoted-printable writes as three. */
	private int coded;

	private int ends;

	private int octetsOfEnds;

	private boolean sevenBit = true;

	Lines(byte[] text) {
		this.text = text;
		scan();
	}

	/**
	 * Whether the text can travel in 7bit, and comes back exactly.
	 */
	boolean isSevenBit() {
		return this.sevenBit && this.unsafe == 0;
	}

	/**
	 * The number of octets with each line end as CRLF.
	 */
	int length() {
		return this.text.length - this.octetsOfEnds + 2 * this.ends;
	}

	/**
	 * The least number of octets in quoted-printable.
	 */
	long minimumQuotedPrintable() {
		return length() + 2L * this.coded;
	}

	/**
	 * Append the text with each line end as CRLF.
	 */
	void writeTo(OctetBuffer out) {
		int start = 0;
		for (int i = 0; i < this.text.length; i++) {
			byte octet = this.text[i];
			if (octet == '\n' || octet == '\r') {
				out.append(this.text, start, i - start).crlf();
				if (isCrlf(i)) {
					i++;
				}
				start = i + 1;
			}
		}
		out.append(this.text, start, this.text.length - start);
	}

	private void scan() {
		int start = 0;
		for (int i = 0; i < this.text.length; i++) {
			byte octet = this.text[i];
			if (octet > '=' && octet != 127) {
				continue;
			}
			if (octet == '\n' || octet == '\r') {
				endLine(start, i);
				this.ends++;
				this.octetsOfEnds++;
				if (isCrlf(i)) {
					this.octetsOfEnds++;
					i++;
				}
				start = i + 1;
			}
			else if (octet == '=') {
				this.coded++;
			}
			else if ((octet < ' ' && octet != '\t') || octet == 127) {
				this.coded++;
				this.unsafe++;
			}
		}
		endLine(start, this.text.length);
	}

	private void endLine(int start, int end) {
		if (end > start && (end - start > MAX_LENGTH || this.text[end - 1] == ' ' || this.text[end - 1] == '\t'
				|| isSenderLine(this.text, start) || isBoundary(start))) {
			this.sevenBit = false;
		}
	}

	private boolean isCrlf(int index) {
		return this.text[index] == '\r' && index + 1 < this.text.length && this.text[index + 1] == '\n';
	}

	/**
	 * Whether the line could be taken for a boundary of {@link BodyWriter}.
	 */
	private boolean isBoundary(int start) {
		return startsWith(this.text, start, BodyWriter.BOUNDARY_LINE);
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
