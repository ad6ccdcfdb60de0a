package dev.sendpost.domain.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fields of a header, each as the canonicalization {@code relaxed} has it (RFC 6376
 * section 3.4.2). Octets are held as characters of ISO 8859-1, so that those of UTF-8
 * stay what they are.
 */
final class HeaderFields {

	/** Fields in the order of the header, by their names in lower case. */
	private final Map<String, List<String>> fields = new HashMap<>();

	HeaderFields(byte[] header) {
		String text = new String(header, StandardCharsets.ISO_8859_1);
		int start = 0;
		while (start < text.length()) {
			int end = text.indexOf("\r\n", start);
			while (end >= 0 && end + 2 < text.length() && isSpace(text.charAt(end + 2))) {
				end = text.indexOf("\r\n", end + 2);
			}
			end = (end < 0) ? text.length() : end;
			String field = text.substring(start, end);
			int colon = field.indexOf(':');
			if (colon > 0) {
				String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
				this.fields.computeIfAbsent(name, (absent) -> new ArrayList<>(1)).add(relaxed(field));
			}
			start = end + 2;
		}
	}

	int count(String name) {
		return this.fields.getOrDefault(name, List.of()).size();
	}

	/**
	 * Write the fields that a list of names selects: of a name that comes again, the
	 * field above the one before (RFC 6376 section 5.4.2).
	 */
	void select(List<String> names, ByteArrayOutputStream out) {
		Map<String, Integer> used = new HashMap<>();
		for (String name : names) {
			List<String> present = this.fields.getOrDefault(name, List.of());
			int index = present.size() - used.merge(name, 1, Integer::sum);
			if (index >= 0) {
				out.writeBytes(present.get(index).getBytes(StandardCharsets.ISO_8859_1));
				out.write('\r');
				out.write('\n');
			}
		}
	}

	/**
	 * A field as it is hashed, without the line end behind it.
	 */
	static String relaxed(String field) {
		int colon = field.indexOf(':');
		StringBuilder relaxed = new StringBuilder(field.length());
		relaxed.append(field.substring(0, colon).strip().toLowerCase(Locale.ROOT)).append(':');
		boolean space = false;
		int valueStart = relaxed.length();
		for (int i = colon + 1; i < field.length(); i++) {
			char c = field.charAt(i);
			if (isSpace(c)) {
				space = true;
			}
			else if (c != '\r' && c != '\n') {
				if (space && relaxed.length() > valueStart) {
					relaxed.append(' ');
				}
				space = false;
				relaxed.append(c);
			}
		}
		return relaxed.toString();
	}

	private static boolean isSpace(char c) {
		return c == ' ' || c == '\t';
	}

}
