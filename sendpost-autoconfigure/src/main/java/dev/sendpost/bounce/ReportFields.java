package dev.sendpost.bounce;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a report, or of a header that was returned, one by one (RFC 5322
 * section 2.2, with RFC 6532's UTF-8). What is no field is passed over, and what is
 * longer than the limits is cut: a report is of use even if a server or a program on the
 * way broke a part of it.
 */
final class ReportFields {

	/** Octets of a field that are kept. */
	static final int MAX_FIELD_LENGTH = 8_192;

	private final InputStream in;

	private @Nullable String line;

	ReportFields(InputStream in) throws IOException {
		this.in = new BufferedInputStream(in);
		this.line = readLine();
	}

	/**
	 * The next field.
	 * @return the field or a separator, or {@code null} at the end
	 */
	@Nullable ReportField next() throws IOException {
		while (this.line != null) {
			String first = this.line;
			this.line = readLine();
			if (first.isBlank()) {
				return ReportField.SEPARATOR;
			}
			int colon = first.indexOf(':');
			if (colon > 0 && !isContinuation(first)) {
				return new ReportField(first.substring(0, colon).strip().toLowerCase(Locale.ROOT),
						decode(unfold(first.substring(colon + 1))));
			}
		}
		return null;
	}

	private String unfold(String first) throws IOException {
		StringBuilder value = new StringBuilder(first.strip());
		while (this.line != null && isContinuation(this.line) && !this.line.isBlank()) {
			String continued = this.line.strip();
			if (value.length() + continued.length() < MAX_FIELD_LENGTH) {
				value.append(' ').append(continued);
			}
			this.line = readLine();
		}
		return value.toString();
	}

	private static boolean isContinuation(String line) {
		return line.startsWith(" ") || line.startsWith("\t");
	}

	/**
	 * Read a line, one character for each octet.
	 */
	private @Nullable String readLine() throws IOException {
		StringBuilder text = new StringBuilder();
		int octet = this.in.read();
		if (octet < 0) {
			return null;
		}
		while (octet >= 0 && octet != '\n') {
			if (text.length() < MAX_FIELD_LENGTH) {
				text.append((char) octet);
			}
			octet = this.in.read();
		}
		if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
			text.setLength(text.length() - 1);
		}
		return text.toString();
	}

	/**
	 * Decode octets that are UTF-8, or else taken for ISO-8859-1, and put a space for
	 * each control character.
	 */
	static String decode(String octets) {
		return printable(decoded(octets)).strip();
	}

	private static String decoded(String octets) {
		if (octets.chars().allMatch((c) -> c < 128)) {
			return octets;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
				.toString();
		}
		catch (CharacterCodingException ex) {
			return octets;
		}
	}

	private static String printable(String text) {
		if (text.chars().noneMatch(Character::isISOControl)) {
			return text;
		}
		StringBuilder printable = new StringBuilder(text);
		for (int i = 0; i < text.length(); i++) {
			if (Character.isISOControl(text.charAt(i))) {
				printable.setCharAt(i, ' ');
			}
		}
		return printable.toString();
	}

}
