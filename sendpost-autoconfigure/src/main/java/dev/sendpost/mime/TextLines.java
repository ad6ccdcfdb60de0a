package dev.sendpost.mime;

/**
 * Lines of text that grow. White space and line ends are held back until more text
 * follows: so no line ends with white space, and no two lines in a row are empty.
 */
final class TextLines {

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder space = new StringBuilder();

	private int ends;

	private String prefix = "";

	private int prefixEnd;

	/**
	 * Append text whose white space only separates words.
	 */
	void flow(String words) {
		for (int i = 0; i < words.length(); i++) {
			char c = words.charAt(i);
			if (isWhiteSpace(c)) {
				space();
			}
			else if (!isInvisible(c)) {
				if (startLine()) {
					this.space.setLength(0);
				}
				append(c);
			}
		}
	}

	/**
	 * Append text that keeps its lines and spaces.
	 */
	void preformatted(String lines) {
		for (int i = 0; i < lines.length(); i++) {
			char c = lines.charAt(i);
			if (c == '\n') {
				separate(Math.min(2, this.ends + 1));
			}
			else if (isWhiteSpace(c)) {
				this.space.append((c == '\t') ? c : ' ');
			}
			else {
				startLine();
				append(c);
			}
		}
	}

	/**
	 * Append a remark to the last word.
	 */
	void remark(String remark) {
		this.text.append(remark);
	}

	/**
	 * Separate the next word from the last.
	 */
	void space() {
		this.space.setLength(0);
		this.space.append(' ');
	}

	void lineBreak() {
		separate(Math.min(2, this.ends + 1));
	}

	/**
	 * Let the next text start a line.
	 * @param count 1 for the next line, 2 for an empty line in between
	 */
	void separate(int count) {
		this.ends = Math.max(this.ends, count);
		this.space.setLength(0);
	}

	/**
	 * Put something before the next text.
	 */
	void prefix(String prefix) {
		this.prefix = prefix;
	}

	int length() {
		return this.text.length();
	}

	/**
	 * What was appended behind a position, or behind the last prefix.
	 */
	String textFrom(int position) {
		return this.text.substring(Math.max(position, this.prefixEnd)).strip();
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

	private boolean startLine() {
		if (!this.text.isEmpty() && this.ends == 0) {
			return false;
		}
		if (!this.text.isEmpty()) {
			this.text.append("\n\n", 0, this.ends);
		}
		this.ends = 0;
		this.text.append(this.prefix);
		this.prefix = "";
		this.prefixEnd = this.text.length();
		return true;
	}

	private void append(char c) {
		this.text.append(this.space).append(c);
		this.space.setLength(0);
	}

	private static boolean isWhiteSpace(char c) {
		return c == ' ' || c == '\u00A0' || (c >= '\t' && c <= '\r') || Character.isSpaceChar(c);
	}

	/**
	 * Characters that break or fill lines and mean nothing in plain text: the soft
	 * hyphen, the grapheme joiner, the zero width space and the byte order mark.
	 */
	private static boolean isInvisible(char c) {
		return c == '\u00AD' || c == '\u034F' || c == '\u200B' || c == '\uFEFF';
	}

}
