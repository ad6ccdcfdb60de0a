package dev.sendpost.mime;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailHeader;
import dev.sendpost.EmailPriority;
import dev.sendpost.ListUnsubscribe;

/**
 * The header fields that a message asks for beyond its addresses, subject and date, for
 * services that write the message themselves: neither folded nor encoded.
 */
public final class ServiceHeader {

	private ServiceHeader() {
	}

	/**
	 * The fields of priority and unsubscribing, then the custom ones.
	 * @param email the message; no custom header is there twice
	 * @return names and values in order
	 */
	public static Map<String, String> of(Email email) {
		Map<String, String> fields = new LinkedHashMap<>(of(email.priority()));
		ListUnsubscribe listUnsubscribe = email.listUnsubscribe();
		if (listUnsubscribe != null) {
			fields.put("List-Unsubscribe",
					targets(listUnsubscribe).stream()
						.map((target) -> "<" + target.toASCIIString() + ">")
						.collect(Collectors.joining(", ")));
			fields.putAll(ofOneClick(listUnsubscribe));
		}
		for (EmailHeader custom : email.headers()) {
			fields.put(custom.name(), custom.value());
		}
		return fields;
	}

	static Map<String, String> of(EmailPriority priority) {
		if (priority == EmailPriority.NORMAL) {
			return Map.of();
		}
		boolean high = priority == EmailPriority.HIGH;
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("X-Priority", high ? "1" : "5");
		fields.put("Importance", high ? "high" : "low");
		return fields;
	}

	static Map<String, String> ofOneClick(ListUnsubscribe listUnsubscribe) {
		return listUnsubscribe.oneClick() ? Map.of("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") : Map.of();
	}

	/**
	 * The https target comes first where it takes the one click: clients post to the
	 * first they know.
	 */
	static List<URI> targets(ListUnsubscribe listUnsubscribe) {
		List<URI> targets = listUnsubscribe.targets();
		return listUnsubscribe.oneClick()
				? targets.stream().sorted((one, other) -> Boolean.compare(isHttps(other), isHttps(one))).toList()
				: targets;
	}

	private static boolean isHttps(URI target) {
		return "https".equalsIgnoreCase(target.getScheme());
	}

}
