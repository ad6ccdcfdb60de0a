package dev.sendpost.mime.read;

import java.io.UnsupportedEncodingException;
import java.util.regex.Pattern;

import jakarta.mail.internet.MimeUtility;

/**
 * Decodes the encoded-words (RFC 2047) in a value.
 */
final class HeaderText {

	private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?\\s]{1,50}\\?[BbQq]\\?[^?\\s]{0,1000}\\?=");

	private static final Pattern STRUCTURE = Pattern.compile("[<>\"(]");

	private HeaderText() {
	}

	/**
	 * Decode free text.
	 * @throws UnmappableException if an encoded-word does not say what it means
	 */
	static String decode(String value) throws UnmappableException {
		if (!ENCODED_WORD.matcher(value).find()) {
			return value;
		}
		try {
			String decoded = MimeUtility.decodeText(value);
			if (decoded.indexOf('\uFFFD') >= 0 || decoded.equals(value)) {
				throw new UnmappableException("an encoded-word that cannot be decoded");
			}
			return decoded;
		}
		catch (UnsupportedEncodingException ex) {
			throw new UnmappableException("an encoded-word in an unknown charset");
		}
	}

	/**
	 * Decode the value of a field that may be free text or not.
	 * @throws UnmappableException if encoded-words stand within something else
	 */
	static String decodeUnknown(String value) throws UnmappableException {
		if (ENCODED_WORD.matcher(value).find()
				&& STRUCTURE.matcher(ENCODED_WORD.matcher(value).replaceAll("")).find()) {
			throw new UnmappableException("a field with encoded-words in a structure");
		}
		return decode(value);
	}

}
