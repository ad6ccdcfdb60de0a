package dev.sendpost.tracking;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.DomainName;
import dev.sendpost.InvalidEmailException;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a link leads.
 */
final class LinkTarget {

	/** Octets of a target that can be followed. */
	static final int MAX_LENGTH = 2000;

	/** Characters of an attribute that may hold such a target. */
	private static final int MAX_ATTRIBUTE_LENGTH = 4 * MAX_LENGTH;

	/** Neither user names nor backslashes, which browsers and people read differently. */
	private static final Pattern WEB = Pattern.compile("(https?)://([^/?#@\\\\:\\[\\]]+)(:\\d{1,5})?([/?#].*)?",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?");

	private static final String HEX = "0123456789ABCDEF";

	private LinkTarget() {
	}

	/**
	 * Read the target of a link, as a browser does (WHATWG URL): without white space
	 * around it and line breaks in it, its host as A-labels, and what is not ASCII
	 * percent-encoded.
	 * @param attribute the attribute as it is written, with character references
	 * @return an {@code http:} or {@code https:} URL in printable ASCII, or {@code null}
	 * if it is anything else
	 */
	static @Nullable String of(String attribute) {
		if (attribute.length() > MAX_ATTRIBUTE_LENGTH) {
			return null;
		}
		String value = (attribute.indexOf('&') >= 0) ? Parser.unescapeEntities(attribute, true) : attribute;
		Matcher matcher = WEB.matcher(cleaned(value));
		if (!matcher.matches()) {
			return null;
		}
		String host = host(matcher.group(2));
		if (host == null) {
			return null;
		}
		String port = (matcher.group(3) != null) ? matcher.group(3) : "";
		String rest = (matcher.group(4) != null) ? matcher.group(4) : "/";
		String target = matcher.group(1).toLowerCase(Locale.ROOT) + "://" + host + port + encoded(rest);
		return (target.length() <= MAX_LENGTH) ? target : null;
	}

	private static String cleaned(String value) {
		int start = 0;
		int end = value.length();
		while (start < end && value.charAt(start) <= ' ') {
			start++;
		}
		while (end > start && value.charAt(end - 1) <= ' ') {
			end--;
		}
		StringBuilder cleaned = new StringBuilder(end - start);
		for (int i = start; i < end; i++) {
			char c = value.charAt(i);
			if (c != '\t' && c != '\n' && c != '\r') {
				cleaned.append(c);
			}
		}
		return cleaned.toString();
	}

	private static @Nullable String host(String written) {
		if (HOST.matcher(written).matches()) {
			return written;
		}
		try {
			return DomainName.toAscii(written);
		}
		catch (InvalidEmailException ex) {
			return null;
		}
	}

	private static String encoded(String rest) {
		StringBuilder encoded = new StringBuilder(rest.length());
		for (byte octet : rest.getBytes(StandardCharsets.UTF_8)) {
			if (octet > ' ' && octet < 0x7f && octet != '"' && octet != '<' && octet != '>') {
				encoded.append((char) octet);
			}
			else {
				encoded.append('%').append(HEX.charAt((octet >> 4) & 0xf)).append(HEX.charAt(octet & 0xf));
			}
		}
		return encoded.toString();
	}

}
