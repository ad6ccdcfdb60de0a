package dev.sendpost.domain.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Turns texts into names. Any octet may be in a label (RFC 2181 section 11), as macros of
 * SPF can produce.
 */
final class DnsNames {

	private DnsNames() {
	}

	/**
	 * Parse a name.
	 * @return the name, or {@code null} if a label is empty or too long, or the whole is
	 */
	static @Nullable Name parse(String text) {
		String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
		if (relative.isEmpty()) {
			return null;
		}
		try {
			return Name.fromString(escape(relative) + ".");
		}
		catch (TextParseException ex) {
			return null;
		}
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0) {
				escaped.append(c);
			}
			else {
				escaped.append('\\').append(String.format("%03d", c & 0xff));
			}
		}
		return escaped.toString();
	}

}
