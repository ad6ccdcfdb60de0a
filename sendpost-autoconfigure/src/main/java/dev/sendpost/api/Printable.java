package dev.sendpost.api;

/**
 * Values of callers in messages to people.
 */
final class Printable {

	private static final int MAX_LENGTH = 100;

	private Printable() {
	}

	/**
	 * A value on one line, without control characters, and not longer than is worth
	 * reading.
	 */
	static String shortened(String value) {
		int end = Math.min(value.length(), MAX_LENGTH);
		StringBuilder shortened = new StringBuilder(end);
		for (int i = 0; i < end; i++) {
			char c = value.charAt(i);
			boolean printable = !Character.isISOControl(c) && !Character.isSurrogate(c)
					&& Character.getType(c) != Character.FORMAT;
			shortened.append(printable ? c : '?');
		}
		return (end < value.length()) ? shortened.append("...").toString() : shortened.toString();
	}

}
