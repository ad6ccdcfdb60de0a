package dev.sendpost.campaign;

import org.jspecify.annotations.Nullable;

/**
 * Checks of texts that people give.
 */
final class Checks {

	private Checks() {
	}

	static void requireShort(String field, @Nullable String text, int maxLength) {
		if (text != null && text.length() > maxLength) {
			throw CampaignException.invalid(field, "the " + field + " of a campaign has " + text.length()
					+ " characters, and " + maxLength + " are allowed");
		}
	}

	static void requireLine(String field, @Nullable String text, int maxLength) {
		requireShort(field, text, maxLength);
		if (text != null && text.chars().anyMatch((c) -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
			throw CampaignException.invalid(field,
					"the " + field + " of a campaign contains a line break or another control character");
		}
	}

}
