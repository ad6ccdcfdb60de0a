package dev.sendpost.mime.read;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.ListUnsubscribe;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header fields that are no headers of an e-mail but properties of it: how a
 * recipient leaves the list (RFC 2369, RFC 8058), and how urgent it is.
 */
public final class PropertyFields {

	private static final String LIST_UNSUBSCRIBE = "List-Unsubscribe";

	private static final String LIST_UNSUBSCRIBE_POST = "List-Unsubscribe-Post";

	private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

	private static final String PRIORITY = "X-Priority";

	private static final String IMPORTANCE = "Importance";

	private static final List<String> NAMES = List.of(LIST_UNSUBSCRIBE, LIST_UNSUBSCRIBE_POST, PRIORITY, IMPORTANCE);

	private static final Pattern TARGET = Pattern.compile("\\s*<([^<>]{1,20000})>\\s*(,|$)");

	private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	PropertyFields() {
	}

	/**
	 * Put the fields of a header into an e-mail: each into its property, and what has
	 * none into the custom headers.
	 * @param email the e-mail
	 * @param fields the values by the names
	 * @throws InvalidEmailException with the field {@code headers} if one cannot be a
	 * custom header, or {@code headers.<name>} if one does not say what its property can
	 */
	public static void addTo(EmailBuilder email, Map<String, String> fields) {
		PropertyFields properties = new PropertyFields();
		fields.forEach((name, value) -> {
			if (!properties.take(name, value)) {
				email.header(name, value);
			}
		});
		properties.addTo(email);
	}

	/**
	 * Take a field if it is one of these.
	 * @return whether it is
	 */
	boolean take(String name, String value) {
		if (NAMES.stream().noneMatch(name::equalsIgnoreCase)) {
			return false;
		}
		if (this.values.put(name, value.strip()) != null) {
			throw invalid(name, "is there twice");
		}
		return true;
	}

	/**
	 * Put what the fields say into an e-mail.
	 */
	void addTo(EmailBuilder email) {
		String targets = this.values.get(LIST_UNSUBSCRIBE);
		String post = this.values.get(LIST_UNSUBSCRIBE_POST);
		if (post != null && (targets == null || !post.equalsIgnoreCase(ONE_CLICK))) {
			throw invalid(LIST_UNSUBSCRIBE_POST, "must be " + ONE_CLICK + ", and comes with " + LIST_UNSUBSCRIBE);
		}
		if (targets != null) {
			email.listUnsubscribe(listUnsubscribe(targets, post != null));
		}
		EmailPriority priority = priority();
		if (priority != null) {
			email.priority(priority);
		}
	}

	private static ListUnsubscribe listUnsubscribe(String value, boolean oneClick) {
		List<URI> targets = new ArrayList<>();
		Matcher matcher = TARGET.matcher(value);
		int end = 0;
		try {
			while (matcher.find() && matcher.start() == end) {
				// Long ones are folded, which leaves spaces.
				targets.add(URI.create(matcher.group(1).replaceAll("[ \t]", "")));
				end = matcher.end();
			}
			if (end == value.length()) {
				return new ListUnsubscribe(targets, oneClick);
			}
		}
		catch (InvalidEmailException ex) {
			throw invalid(LIST_UNSUBSCRIBE, ex.getReason());
		}
		catch (IllegalArgumentException ex) {
			// What is no URI is said below.
		}
		throw invalid(LIST_UNSUBSCRIBE, "must be addresses in angle brackets, with commas between them (RFC 2369)");
	}

	private @Nullable EmailPriority priority() {
		EmailPriority priority = priority(PRIORITY, "must be 1 to 5");
		EmailPriority importance = priority(IMPORTANCE, "must be high, normal or low");
		if (priority != null && importance != null && priority != importance) {
			throw invalid(IMPORTANCE, "says another priority than " + PRIORITY);
		}
		return (priority != null) ? priority : importance;
	}

	private @Nullable EmailPriority priority(String name, String otherwise) {
		String value = this.values.get(name);
		if (value == null) {
			return null;
		}
		String word = value.toLowerCase(Locale.ROOT);
		if (word.matches("[12]\\b.*|high")) {
			return EmailPriority.HIGH;
		}
		if (word.matches("[45]\\b.*|low")) {
			return EmailPriority.LOW;
		}
		if (word.matches("3\\b.*|normal")) {
			return EmailPriority.NORMAL;
		}
		throw invalid(name, otherwise);
	}

	private static InvalidEmailException invalid(String name, String reason) {
		String known = NAMES.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
		return new InvalidEmailException("headers." + known, reason);
	}

}
