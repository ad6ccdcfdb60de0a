package dev.sendpost.domain.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The macros of RFC 7208 section 7.
 */
final class SpfMacros {

	private static final Pattern MACRO = Pattern.compile("%\\{([A-Za-z])(\\d*)([Rr]?)([-.+,/_=]*)}|%%|%_|%-");

	private static final Pattern TOP_LABEL = Pattern
		.compile("[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]");

	private static final Set<Character> LETTERS = Set.of('s', 'l', 'o', 'd', 'i', 'p', 'v', 'h');

	private static final int MAX_LENGTH = 253;

	private final String sender;

	private final String helo;

	private final @Nullable InetAddress client;

	private final Supplier<String> validatedName;

	/**
	 * Create macros.
	 * @param sender the address of the sender
	 * @param helo what the client calls itself
	 * @param client the address of the client, or {@code null} if there is none
	 * @param validatedName finds the name of the client for {@code p}
	 */
	SpfMacros(String sender, String helo, @Nullable InetAddress client, Supplier<String> validatedName) {
		this.sender = sender;
		this.helo = helo;
		this.client = client;
		this.validatedName = validatedName;
	}

	/**
	 * Require that a text is well-formed.
	 * @param more letters that are allowed beside the usual ones
	 */
	static void require(String term, String text, Set<Character> more) throws SpfException {
		Matcher matcher = MACRO.matcher(text);
		int end = 0;
		while (matcher.find()) {
			requireLiteral(term, text.substring(end, matcher.start()));
			if (matcher.group(1) != null) {
				char letter = Character.toLowerCase(matcher.group(1).charAt(0));
				boolean zero = !matcher.group(2).isEmpty() && matcher.group(2).matches("0+");
				if (zero || !(LETTERS.contains(letter) || more.contains(letter))) {
					throw SpfRecordParser.malformed(term, "the macro " + matcher.group());
				}
			}
			end = matcher.end();
		}
		requireLiteral(term, text.substring(end));
	}

	private static void requireLiteral(String term, String literal) throws SpfException {
		if (literal.indexOf('%') >= 0) {
			throw SpfRecordParser.malformed(term, "its macros");
		}
		if (literal.chars().anyMatch((c) -> c <= ' ' || c > '~')) {
			throw SpfRecordParser.malformed(term, "a character that is not visible ASCII");
		}
	}

	/**
	 * Require that a text is a domain with macros: it ends with a top label or a macro.
	 */
	static void requireDomain(String term, String text) throws SpfException {
		require(term, text, Set.of());
		Matcher matcher = MACRO.matcher(text);
		int end = 0;
		while (matcher.find()) {
			end = matcher.end();
		}
		String tail = text.substring(end);
		if (tail.isEmpty()) {
			return;
		}
		String name = tail.endsWith(".") ? tail.substring(0, tail.length() - 1) : tail;
		int dot = name.lastIndexOf('.');
		if (dot < 0 || !TOP_LABEL.matcher(name.substring(dot + 1)).matches()) {
			throw SpfRecordParser.malformed(term, "its domain, which is not one");
		}
	}

	/**
	 * Whether a text depends on the client.
	 */
	static boolean needsClient(@Nullable String text) {
		return text != null && Pattern.compile("%\\{[ipvIPV]").matcher(text).find();
	}

	/**
	 * Expand a domain. One that gets too long loses labels from its left.
	 */
	String expand(String text, String domain) {
		Matcher matcher = MACRO.matcher(text);
		StringBuilder expanded = new StringBuilder();
		while (matcher.find()) {
			matcher.appendReplacement(expanded, Matcher.quoteReplacement(value(matcher, domain)));
		}
		matcher.appendTail(expanded);
		String name = expanded.toString();
		if (name.endsWith(".")) {
			name = name.substring(0, name.length() - 1);
		}
		while (name.length() > MAX_LENGTH && name.indexOf('.') >= 0) {
			name = name.substring(name.indexOf('.') + 1);
		}
		return name;
	}

	private String value(Matcher macro, String domain) {
		if (macro.group(1) == null) {
			return switch (macro.group()) {
				case "%%" -> "%";
				case "%_" -> " ";
				default -> "%20";
			};
		}
		char letter = macro.group(1).charAt(0);
		String delimiters = macro.group(4).isEmpty() ? "." : macro.group(4);
		String raw = raw(Character.toLowerCase(letter), domain);
		List<String> parts = new ArrayList<>(List.of(raw.split("[" + Pattern.quote(delimiters) + "]", -1)));
		if (!macro.group(3).isEmpty()) {
			Collections.reverse(parts);
		}
		if (!macro.group(2).isEmpty()) {
			int keep = (macro.group(2).length() > 3) ? parts.size() : Integer.parseInt(macro.group(2));
			parts = parts.subList(Math.max(0, parts.size() - keep), parts.size());
		}
		String value = String.join(".", parts);
		return Character.isUpperCase(letter) ? percentEncoded(value) : value;
	}

	private String raw(char letter, String domain) {
		int at = this.sender.lastIndexOf('@');
		return switch (letter) {
			case 's' -> this.sender;
			case 'l' -> this.sender.substring(0, at);
			case 'o' -> this.sender.substring(at + 1);
			case 'd' -> domain;
			case 'h' -> this.helo;
			case 'i' -> (this.client != null) ? dotted(this.client) : "";
			case 'v' -> (this.client != null && this.client.getAddress().length == 16) ? "ip6" : "in-addr";
			case 'p' -> this.validatedName.get();
			default -> "";
		};
	}

	/**
	 * An address in the dots that macros want: each digit of IPv6 by itself.
	 */
	private static String dotted(InetAddress address) {
		if (address.getAddress().length == 4) {
			return address.getHostAddress();
		}
		StringBuilder digits = new StringBuilder();
		for (byte octet : address.getAddress()) {
			digits.append(digits.isEmpty() ? "" : ".")
				.append(Integer.toHexString(octet >> 4 & 0xf))
				.append('.')
				.append(Integer.toHexString(octet & 0xf));
		}
		return digits.toString();
	}

	private static String percentEncoded(String value) {
		StringBuilder encoded = new StringBuilder();
		for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
			char c = (char) (octet & 0xff);
			boolean unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
					|| "-._~".indexOf(c) >= 0;
			encoded.append(unreserved ? String.valueOf(c) : "%" + String.format(Locale.ROOT, "%02X", (int) c));
		}
		return encoded.toString();
	}

}
