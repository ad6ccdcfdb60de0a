package dev.sendpost.outbox;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds in a server's words how long to wait, as greylisting servers say it: "try again
 * in 300 seconds", "retry after 5 minutes".
 */
final class RetryHint {

	private static final Pattern PATTERN = Pattern.compile(
			"\\b(?:again|retry|later|wait|back)\\b[^0-9]{0,20}\\b([0-9]{1,6}) ?(s|sec|seconds?|m|min|minutes?|h|hours?)\\b",
			Pattern.CASE_INSENSITIVE);

	private RetryHint() {
	}

	static @Nullable Duration in(@Nullable String serverText) {
		if (serverText == null) {
			return null;
		}
		Matcher matcher = PATTERN.matcher(serverText);
		if (!matcher.find()) {
			return null;
		}
		long amount = Long.parseLong(matcher.group(1));
		return switch (Character.toLowerCase(matcher.group(2).charAt(0))) {
			case 's' -> Duration.ofSeconds(amount);
			case 'm' -> Duration.ofMinutes(amount);
			default -> Duration.ofHours(amount);
		};
	}

}
