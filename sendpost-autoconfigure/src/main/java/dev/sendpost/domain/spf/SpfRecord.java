package dev.sendpost.domain.spf;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A record that was understood as a whole (RFC 7208 section 4.6).
 *
 * @param mechanisms the mechanisms in order
 * @param redirect where evaluation goes on if none matches, with its macros, or
 * {@code null}
 */
record SpfRecord(List<SpfMechanism> mechanisms, @Nullable String redirect) {

	private static final String VERSION = "v=spf1";

	/**
	 * Whether a text is a record of this version, well-formed or not.
	 */
	static boolean isRecord(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
	}

	static SpfRecord parse(String text) throws SpfException {
		return new SpfRecordParser(text.substring(VERSION.length())).parse();
	}

}
