package dev.sendpost.subaccount;

import dev.sendpost.subaccount.AccountManagementException.Reason;

/**
 * Checks of texts that people give.
 */
final class SingleLine {

	private SingleLine() {
	}

	/**
	 * Refuse a text that is empty, too long for its column, or not fit for a line.
	 * @return the text
	 */
	static String require(String what, String text, int maxLength) {
		if (text.isBlank()) {
			throw new AccountManagementException(Reason.INVALID, what + " is empty");
		}
		if (text.length() > maxLength) {
			throw new AccountManagementException(Reason.INVALID,
					what + " has " + text.length() + " characters; " + maxLength + " are allowed");
		}
		if (text.chars().anyMatch(SingleLine::breaksLine)) {
			throw new AccountManagementException(Reason.INVALID, what + " contains a control character");
		}
		return text;
	}

	/**
	 * The text as a log may show it: on one line, not too long.
	 */
	static String printable(String text, int maxLength) {
		StringBuilder printable = new StringBuilder();
		text.chars()
			.limit(maxLength)
			.forEach((c) -> printable.append((breaksLine(c) || Character.isSurrogate((char) c)) ? '?' : (char) c));
		return printable.toString();
	}

	private static boolean breaksLine(int c) {
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
	}

}
