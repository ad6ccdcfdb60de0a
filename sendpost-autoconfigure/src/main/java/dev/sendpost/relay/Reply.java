package dev.sendpost.relay;

/**
 * What the server answers a command (RFC 5321 section 4.2), with an enhanced status code
 * (RFC 2034).
 *
 * @param code the reply code
 * @param status the enhanced status code, for example {@code 5.7.1}
 * @param text one line
 */
record Reply(int code, String status, String text) {

	static final Reply OK = new Reply(250, "2.0.0", "Ok");

	private static final int MAX_TEXT_LENGTH = 400;

	boolean isPositive() {
		return this.code < 400;
	}

	/**
	 * The reply as one line of printable ASCII, whatever its text is made from.
	 */
	String line() {
		StringBuilder line = new StringBuilder().append(this.code).append(' ').append(this.status).append(' ');
		int end = Math.min(this.text.length(), MAX_TEXT_LENGTH);
		for (int i = 0; i < end; i++) {
			char c = this.text.charAt(i);
			line.append((c < ' ') ? ' ' : (c > '~') ? '?' : c);
		}
		return line.append((end < this.text.length()) ? "..." : "").toString();
	}

}
