package dev.sendpost.relay;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The argument of {@code MAIL} and {@code RCPT}: a path and parameters (RFC 5321 section
 * 4.1.2).
 *
 * @param address what stands between the angle brackets, without a source route, which
 * says nothing any more; possibly empty
 * @param parameters values by keywords in upper case, empty where there is none
 */
record PathArgument(String address, Map<String, String> parameters) {

	/**
	 * Parse an argument.
	 * @param line the whole command
	 * @param keyword {@code FROM:} or {@code TO:}
	 * @throws ReplyException if it is malformed
	 */
	static PathArgument parse(String line, String keyword) throws ReplyException {
		String argument = line.substring(Math.min(4, line.length())).strip();
		if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
			throw malformed(keyword);
		}
		argument = argument.substring(keyword.length()).stripLeading();
		int end = argument.startsWith("<") ? closing(argument) + 1 : argument.indexOf(' ');
		if (argument.isEmpty() || end == 0) {
			throw malformed(keyword);
		}
		end = (end < 0) ? argument.length() : end;
		String path = argument.substring(0, end);
		if (path.startsWith("<")) {
			path = path.substring(1, path.length() - 1);
		}
		String rest = argument.substring(end);
		if (!rest.isEmpty() && rest.charAt(0) != ' ') {
			throw malformed(keyword);
		}
		return new PathArgument(withoutRoute(path, keyword), parameters(rest));
	}

	/**
	 * The bracket that closes the path: the first outside quotes.
	 */
	private static int closing(String argument) {
		boolean quoted = false;
		for (int i = 1; i < argument.length(); i++) {
			char c = argument.charAt(i);
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == '>' && !quoted) {
				return i;
			}
		}
		return -1;
	}

	private static String withoutRoute(String path, String keyword) throws ReplyException {
		if (!path.startsWith("@")) {
			return path;
		}
		int colon = path.indexOf(':');
		if (colon < 0) {
			throw malformed(keyword);
		}
		return path.substring(colon + 1);
	}

	private static Map<String, String> parameters(String text) throws ReplyException {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : text.strip().split(" +")) {
			if (parameter.isEmpty()) {
				continue;
			}
			int equals = parameter.indexOf('=');
			String keyword = ((equals < 0) ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
			String value = (equals < 0) ? "" : parameter.substring(equals + 1);
			if (!keyword.matches("[A-Z0-9][A-Z0-9-]*") || parameters.put(keyword, value) != null) {
				throw ReplyException.refused(501, "5.5.4", "The parameters are malformed");
			}
		}
		return parameters;
	}

	private static ReplyException malformed(String keyword) {
		return ReplyException.refused(501, "5.5.4", "Syntax: " + keyword + "<address> [parameters]");
	}

}
