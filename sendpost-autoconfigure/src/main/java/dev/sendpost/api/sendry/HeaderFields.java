package dev.sendpost.api.sendry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a client gives a message. Some of them are properties of an e-mail.
 */
final class HeaderFields {

	private static final String LIST_UNSUBSCRIBE = "List-Unsubscribe";

	private static final String LIST_UNSUBSCRIBE_POST = "List-Unsubscribe-Post";

	private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

	private static final Pattern TARGETS = Pattern.compile("\\s*<[^<>]*>\\s*(,\\s*<[^<>]*>\\s*)*");

	private static final Pattern TARGET = Pattern.compile("<([^<>]*)>");

	private HeaderFields() {
	}

	static void set(EmailBuilder email, Map<String, String> headers) {
		Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, value) -> {
			switch (name.toLowerCase(Locale.ROOT)) {
				case "list-unsubscribe", "list-unsubscribe-post", "x-priority", "importance" -> {
					if (properties.put(name, value) != null) {
						throw ApiProblem.invalid("headers." + name, "is there twice");
					}
				}
				default -> email.header(name, value);
			}
		});
		priority(email, properties);
		listUnsubscribe(email, properties.get(LIST_UNSUBSCRIBE), properties.get(LIST_UNSUBSCRIBE_POST));
	}

	private static void priority(EmailBuilder email, Map<String, String> headers) {
		String importance = headers.get("Importance");
		if (importance != null) {
			email.priority(switch (importance.strip().toLowerCase(Locale.ROOT)) {
				case "high" -> EmailPriority.HIGH;
				case "normal" -> EmailPriority.NORMAL;
				case "low" -> EmailPriority.LOW;
				default -> throw ApiProblem.invalid("headers.Importance", "must be high, normal or low");
			});
		}
		String priority = headers.get("X-Priority");
		if (priority != null) {
			email.priority(switch (priority.isBlank() ? ' ' : priority.strip().charAt(0)) {
				case '1', '2' -> EmailPriority.HIGH;
				case '3' -> EmailPriority.NORMAL;
				case '4', '5' -> EmailPriority.LOW;
				default -> throw ApiProblem.invalid("headers.X-Priority", "must be 1 to 5");
			});
		}
	}

	private static void listUnsubscribe(EmailBuilder email, @Nullable String targets, @Nullable String post) {
		if (post != null && (targets == null || !post.strip().equalsIgnoreCase(ONE_CLICK))) {
			throw ApiProblem.invalid("headers." + LIST_UNSUBSCRIBE_POST,
					"must be " + ONE_CLICK + ", and comes with " + LIST_UNSUBSCRIBE);
		}
		if (targets != null) {
			email.listUnsubscribe(new ListUnsubscribe(targets(targets), post != null));
		}
	}

	private static List<URI> targets(String value) {
		List<URI> targets = new ArrayList<>();
		try {
			if (TARGETS.matcher(value).matches()) {
				Matcher matcher = TARGET.matcher(value);
				while (matcher.find()) {
					targets.add(new URI(matcher.group(1).strip()));
				}
				return targets;
			}
		}
		catch (URISyntaxException ex) {
			// What is no URI is said below.
		}
		throw ApiProblem.invalid("headers." + LIST_UNSUBSCRIBE,
				"must be addresses in angle brackets, with commas between them (RFC 2369)");
	}

}
