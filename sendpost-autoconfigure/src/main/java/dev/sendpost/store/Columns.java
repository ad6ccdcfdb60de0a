package dev.sendpost.store;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside fit for a column.
 */
public final class Columns {

	private Columns() {
	}

	/**
	 * Shorten a text, and take out the character U+0000, which PostgreSQL cannot store.
	 * @param text the text, or {@code null}
	 * @param maxLength how many characters the column holds
	 * @return the text that fits, or {@code null}
	 */
	public static @Nullable String fit(@Nullable String text, int maxLength) {
		return (text != null) ? fitted(text, maxLength) : null;
	}

	/**
	 * Shorten a text that is there, as {@link #fit(String, int)} does.
	 * @param text the text
	 * @param maxLength how many characters the column holds
	 * @return the text that fits
	 */
	public static String fitted(String text, int maxLength) {
		String clean = (text.indexOf('\0') < 0) ? text : text.replace('\0', '\ufffd');
		if (clean.length() <= maxLength) {
			return clean;
		}
		int end = Character.isHighSurrogate(clean.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
		return clean.substring(0, end);
	}

}
