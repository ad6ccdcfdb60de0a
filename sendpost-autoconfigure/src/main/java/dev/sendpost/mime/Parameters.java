package dev.sendpost.mime;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Writes parameters of {@code Content-} fields: as a token or a quoted-string where the
 * value is ASCII and fits a line, else by RFC 2231.
 */
final class Parameters {

	private static final String HEX = "0123456789ABCDEF";

	/** Characters of a continuation: what its name and the folding leave of a line. */
	private static final int MIN_ROOM = 12;

	private final HeaderWriter header;

	Parameters(HeaderWriter header) {
		this.header = header;
	}

	/**
	 * Write a parameter behind what the field already has.
	 * @param name at most 50 ASCII characters
	 * @param value any text
	 */
	void write(String name, String value) {
		this.header.out().append(';');
		String written = ascii(value);
		if (written != null && name.length() + written.length() + 3 <= HeaderWriter.LINE_LENGTH) {
			token(name + "=" + written);
			return;
		}
		String encoded = "UTF-8''" + percentEncode(value);
		if (name.length() + encoded.length() + 4 <= HeaderWriter.LINE_LENGTH) {
			token(name + "*=" + encoded);
			return;
		}
		continuations(name, encoded);
	}

	/**
	 * Leaves room for the semicolon that may follow.
	 */
	private void token(String parameter) {
		this.header.separate(parameter.length() + 1);
		this.header.out().ascii(parameter);
	}

	private void continuations(String name, String encoded) {
		int start = 0;
		for (int i = 0; start < encoded.length(); i++) {
			String prefix = name + "*" + i + "*=";
			int room = Math.max(MIN_ROOM, HeaderWriter.LINE_LENGTH - prefix.length() - 2);
			int end = end(encoded, start, room);
			this.header.fold();
			this.header.out().append(' ').ascii(prefix).ascii(encoded.substring(start, end));
			if (end < encoded.length()) {
				this.header.out().append(';');
			}
			start = end;
		}
	}

	/**
	 * Where a continuation ends: never inside the octets of one code point.
	 */
	private static int end(String encoded, int start, int room) {
		if (encoded.length() - start <= room) {
			return encoded.length();
		}
		int end = start + room;
		int percent = encoded.lastIndexOf('%', end - 1);
		if (percent > end - 3 && percent >= start) {
			end = percent;
		}
		while (isContinuationOctet(encoded, end)) {
			end -= 3;
		}
		return end;
	}

	private static boolean isContinuationOctet(String encoded, int index) {
		return encoded.charAt(index) == '%' && "89AB".indexOf(encoded.charAt(index + 1)) >= 0;
	}

	private static String percentEncode(String value) {
		StringBuilder encoded = new StringBuilder();
		for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
			if (octet > ' ' && isTokenCharacter((char) octet) && "*'%".indexOf(octet) < 0) {
				encoded.append((char) octet);
			}
			else {
				encoded.append('%').append(HEX.charAt((octet >> 4) & 0xF)).append(HEX.charAt(octet & 0xF));
			}
		}
		return encoded.toString();
	}

	/**
	 * The value as a token or a quoted-string, or {@code null} if it cannot be one, or if
	 * some reader would take it for an encoded-word or, for its two apostrophes, for a
	 * value of RFC 2231.
	 */
	private static @Nullable String ascii(String value) {
		if (value.indexOf('\'') != value.lastIndexOf('\'')) {
			return null;
		}
		boolean token = !value.isEmpty();
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c > '~' || (c == '?' && i > 0 && value.charAt(i - 1) == '=')) {
				return null;
			}
			token &= isTokenCharacter(c);
		}
		return token ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

	/**
	 * RFC 2045 section 5.1: printable ASCII without space and tspecials.
	 */
	private static boolean isTokenCharacter(char c) {
		return c > ' ' && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
	}

}
