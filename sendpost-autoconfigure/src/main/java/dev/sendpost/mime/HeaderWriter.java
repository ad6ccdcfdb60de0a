package dev.sendpost.mime;

/**
 * Writes header fields folded (RFC 5322 section 2.2.3). Whatever is not printable ASCII
 * leaves it encoded, so that no value can end its field.
 */
final class HeaderWriter {

	/** Characters of a line, where there is a place to break it. */
	static final int LINE_LENGTH = 78;

	/**
	 * Characters of a word that is written as it is. A line may have 998 (RFC 5322
	 * section 2.1.1), which leaves room for the longest field name.
	 */
	static final int MAX_WORD_LENGTH = 900;

	private final OctetBuffer out;

	private int lineStart;

	HeaderWriter(OctetBuffer out) {
		this.out = out;
	}

	HeaderWriter begin(String name) {
		this.lineStart = this.out.length();
		this.out.ascii(name).append(':');
		return this;
	}

	void end() {
		this.out.crlf();
	}

	int column() {
		return this.out.length() - this.lineStart;
	}

	OctetBuffer out() {
		return this.out;
	}

	/**
	 * Write a space, or a line end and a space if what follows would not fit the line.
	 */
	HeaderWriter separate(int length) {
		if (column() + 1 + length > LINE_LENGTH) {
			fold();
		}
		this.out.append(' ');
		return this;
	}

	void fold() {
		this.out.crlf();
		this.lineStart = this.out.length();
	}

	HeaderWriter token(String token) {
		separate(token.length());
		this.out.ascii(token);
		return this;
	}

	/**
	 * Write a field whose value is the writer's own: ASCII without line ends.
	 */
	void field(String name, String value) {
		begin(name).token(value).end();
	}

	/**
	 * Write a field of free text (RFC 5322 section 2.2.1): unfolding and decoding give
	 * back the value exactly.
	 */
	void unstructured(String name, String value) {
		begin(name);
		if (!value.isEmpty()) {
			if (isPlain(value)) {
				words(value);
			}
			else {
				new EncodedWords(this, false).write(value);
			}
		}
		end();
	}

	private void words(String value) {
		int length = value.length();
		int start = 0;
		while (start < length) {
			int wordStart = start;
			while (value.charAt(wordStart) == ' ') {
				wordStart++;
			}
			int end = value.indexOf(' ', wordStart);
			end = (end < 0) ? length : end;
			if (start == 0) {
				separate(end);
			}
			else if (column() + end - start > LINE_LENGTH) {
				fold();
			}
			this.out.ascii(value.substring(start, end));
			start = end;
		}
	}

	/**
	 * Whether free text can be written as it is: printable ASCII without anything that
	 * reads as an encoded-word, folding never leaves a line of white space, and no line
	 * gets too long.
	 */
	private static boolean isPlain(String value) {
		int length = value.length();
		if (value.charAt(0) == ' ' || value.charAt(length - 1) == ' ') {
			return false;
		}
		int spaces = 0;
		int start = 0;
		for (int i = 0; i < length; i++) {
			char c = value.charAt(i);
			if (c < ' ' || c > '~' || (c == '?' && i > 0 && value.charAt(i - 1) == '=')) {
				return false;
			}
			if (c == ' ') {
				boolean first = i > 0 && value.charAt(i - 1) != ' ';
				start = first ? i : start;
				spaces = first ? 1 : spaces + 1;
			}
			else if (i - start >= ((spaces > 1) ? LINE_LENGTH - 1 : MAX_WORD_LENGTH)) {
				return false;
			}
		}
		return true;
	}

}
