package dev.sendpost;

/**
 * Checks of the characters a text may hold.
 */
final class Text {

	private Text() {
	}

	/**
	 * Refuse whatever could end a header line or hide in it: line breaks, other control
	 * characters, and halves of a surrogate pair, which no charset can write.
	 * @return the value
	 */
	static String requireSingleLine(String field, String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '\r' || c == '\n') {
				throw new InvalidEmailException(field, "%s contains a line break", value);
			}
			if ((Character.isISOControl(c) && c != '\t') || c == '\u2028' || c == '\u2029') {
				throw new InvalidEmailException(field,
						"%s contains the control character U+" + String.format("%04X", (int) c), value);
			}
			if (Character.isHighSurrogate(c) && i + 1 < value.length()
					&& Character.isLowSurrogate(value.charAt(i + 1))) {
				i++;
			}
			else if (Character.isSurrogate(c)) {
				throw new InvalidEmailException(field, "%s contains half of a surrogate pair", value);
			}
		}
		return value;
	}

	/**
	 * The value as an error message may show it: on one line, not too long.
	 */
	static String quote(String value) {
		StringBuilder quoted = new StringBuilder("'");
		value.codePoints().limit(100).forEach((c) -> {
			if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
				quoted.append(String.format("\\u%04X", c));
			}
			else {
				quoted.appendCodePoint(c);
			}
		});
		return quoted.append((value.codePointCount(0, value.length()) > 100) ? "...'" : "'").toString();
	}

}
