package dev.sendpost.secret;

import java.util.Base64;

/**
 * Octets of a token as characters that need no encoding in a URL.
 */
final class TokenText {

	private static final byte[] NONE = {};

	private TokenText() {
	}

	static String encode(byte[] octets) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
	}

	/**
	 * The octets, none if the text is not exactly what {@link #encode} makes: there is
	 * one token for what is said, and none that differs in bits that say nothing.
	 */
	static byte[] decode(String token) {
		try {
			byte[] octets = Base64.getUrlDecoder().decode(token);
			return encode(octets).equals(token) ? octets : NONE;
		}
		catch (IllegalArgumentException ex) {
			return NONE;
		}
	}

}
