package dev.sendpost.audience;

import dev.sendpost.audience.AudienceException.Reason;

/**
 * Checks of texts that people give.
 */
final class Texts {

	private static final int MAX_SHOWN = 100;

	private Texts() {
	}

	/**
	 * Refuse a name that is empty, too long for its column, or not fit for a line.
	 * @return the name
	 */
	static String requireName(String what, String name, int maxLength) {
		if (name.isBlank()) {
			throw new AudienceException(Reason.INVALID, what + " is empty");
		}
		requireText(what, name, maxLength);
		if (name.chars().anyMatch((c) -> c < ' ' || c == '\u2028' || c == '\u2029')) {
			throw new AudienceException(Reason.INVALID, what + " contains a line break or a tab");
		}
		return name;
	}

	/**
	 * Refuse a text that is too long for its column, or has characters that are no text.
	 * @return the text
	 */
	static String requireText(String what, String text, int maxLength) {
		if (text.length() > maxLength) {
			throw new AudienceException(Reason.INVALID,
					printable(what) + " has " + text.length() + " characters; " + maxLength + " are allowed");
		}
		boolean unfit = text.codePoints()
			.anyMatch((c) -> (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')
					|| (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
		if (unfit) {
			throw new AudienceException(Reason.INVALID, printable(what) + " contains a control character");
		}
		return text;
	}

	/**
	 * The text as a message may show it: on one line, not too long.
	 */
	static String printable(String text) {
		StringBuilder printable = new StringBuilder();
		text.codePoints()
			.limit(MAX_SHOWN)
			.forEach((c) -> printable.appendCodePoint((Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
					|| (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) ? '?' : c));
		return printable.toString();
	}

}
