package dev.sendpost.api.smtpmailer;

import java.util.ArrayList;
import java.util.List;

/**
 * Addresses in one text, with commas between them (RFC 5322 section 3.4).
 */
final class AddressList {

	private AddressList() {
	}

	/**
	 * The addresses, not checked yet; commas in quotes, in angle brackets and in comments
	 * are theirs.
	 */
	static String[] split(String list) {
		List<String> addresses = new ArrayList<>();
		StringBuilder address = new StringBuilder();
		boolean quoted = false;
		int depth = 0;
		for (int i = 0; i < list.length(); i++) {
			char c = list.charAt(i);
			if (c == '\\' && i + 1 < list.length()) {
				address.append(c).append(list.charAt(++i));
				continue;
			}
			if (c == '"') {
				quoted = !quoted;
			}
			else if (!quoted && (c == '<' || c == '(')) {
				depth++;
			}
			else if (!quoted && (c == '>' || c == ')')) {
				depth--;
			}
			if (c == ',' && !quoted && depth <= 0) {
				addresses.add(address.toString().strip());
				address.setLength(0);
			}
			else {
				address.append(c);
			}
		}
		addresses.add(address.toString().strip());
		return addresses.toArray(String[]::new);
	}

}
