package dev.sendpost.api.sendpost;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.api.ApiProblem;

/**
 * Puts the header fields of a request into a message. Some of them are properties of
 * their own there.
 */
final class HeaderFields {

	private HeaderFields() {
	}

	static void addTo(EmailBuilder email, Map<String, String> fields) {
		String unsubscribe = null;
		boolean oneClick = false;
		for (Map.Entry<String, String> field : fields.entrySet()) {
			String value = field.getValue();
			switch (field.getKey().toLowerCase(Locale.ROOT)) {
				case "list-unsubscribe" -> unsubscribe = value;
				case "list-unsubscribe-post" -> oneClick = value.strip().equalsIgnoreCase("List-Unsubscribe=One-Click");
				case "x-priority" -> email.priority(priority(value));
				case "importance" -> email.priority(importance(value));
				default -> email.header(field.getKey(), value);
			}
		}
		if (unsubscribe != null) {
			email.listUnsubscribe(new ListUnsubscribe(targets(unsubscribe), oneClick));
		}
		else if (oneClick) {
			throw ApiProblem.invalid("headers", "List-Unsubscribe-Post needs List-Unsubscribe beside it");
		}
	}

	/**
	 * The addresses in a field (RFC 2369 section 2).
	 */
	private static List<URI> targets(String value) {
		List<URI> targets = new ArrayList<>();
		int end = -1;
		for (int start = value.indexOf('<'); start >= 0; start = value.indexOf('<', end)) {
			end = value.indexOf('>', start);
			if (end < 0) {
				throw unreadable();
			}
			try {
				targets.add(URI.create(value.substring(start + 1, end).strip()));
			}
			catch (IllegalArgumentException ex) {
				throw unreadable();
			}
		}
		if (targets.isEmpty()) {
			throw unreadable();
		}
		return targets;
	}

	private static ApiProblem unreadable() {
		return ApiProblem.invalid("headers", "List-Unsubscribe must be addresses such as <https://example.com/leave>");
	}

	private static EmailPriority priority(String value) {
		String stripped = value.strip();
		if (stripped.isEmpty()) {
			return EmailPriority.NORMAL;
		}
		return switch (stripped.charAt(0)) {
			case '1', '2' -> EmailPriority.HIGH;
			case '4', '5' -> EmailPriority.LOW;
			default -> EmailPriority.NORMAL;
		};
	}

	private static EmailPriority importance(String value) {
		return switch (value.strip().toLowerCase(Locale.ROOT)) {
			case "high" -> EmailPriority.HIGH;
			case "low" -> EmailPriority.LOW;
			default -> EmailPriority.NORMAL;
		};
	}

}
