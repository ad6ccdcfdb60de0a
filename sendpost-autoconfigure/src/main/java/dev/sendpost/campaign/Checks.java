package dev.sendpost.campaign;

import dev.sendpost.campaign.CampaignException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Checks of texts that people give.
 */
final class Checks {

	private Checks() {
	}

	static void requireShort(String what, @Nullable String text, int maxLength) {
		if (text != null && text.length() > maxLength) {
			throw new CampaignException(Reason.INVALID, "the " + what + " of a campaign has " + text.length()
					+ " characters, and " + maxLength + " are allowed");
		}
	}

	static void requireLine(String what, @Nullable String text, int maxLength) {
		requireShort(what, text, maxLength);
		if (text != null && text.chars().anyMatch((c) -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
			throw new CampaignException(Reason.INVALID,
					"the " + what + " of a campaign contains a line break or another control character");
		}
	}

}
