package dev.sendpost.webhook.inbound.signature;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;

/**
 * The texts that signatures, and what belongs to them, are written in.
 */
final class SignatureText {

	/** How many signatures of one webhook are tried. */
	static final int MAX_SIGNATURES = 10;

	/** No signature and no list of them is longer. */
	private static final int MAX_LENGTH = 8192;

	/** Of a time in seconds, which is enough for some thousands of years. */
	private static final int MAX_DIGITS = 11;

	private SignatureText() {
	}

	/**
	 * The value of a header field that must be there once.
	 * @throws WebhookVerificationException if it is missing, there twice or too long
	 */
	static String header(WebhookRequest request, String name) {
		return bounded(name, request.requiredHeader(name));
	}

	private static String bounded(String what, String value) {
		if (value.length() > MAX_LENGTH) {
			throw malformed(what + " has more than " + MAX_LENGTH + " characters");
		}
		return value;
	}

	/**
	 * Read an HMAC or a hash.
	 * @param octets how many octets it must have
	 */
	static byte[] hex(String what, String value, int octets) {
		if (value.length() != 2 * octets) {
			throw malformed(what + " has " + value.length() + " characters and not " + 2 * octets);
		}
		try {
			return HexFormat.of().parseHex(value);
		}
		catch (IllegalArgumentException ex) {
			throw malformed(what + " is not hexadecimal");
		}
	}

	static byte[] base64(String what, String value) {
		try {
			return Base64.getDecoder().decode(bounded(what, value));
		}
		catch (IllegalArgumentException ex) {
			throw malformed(what + " is not base64");
		}
	}

	static byte[] base64(String what, String value, int octets) {
		byte[] decoded = base64(what, value);
		if (decoded.length != octets) {
			throw malformed(what + " has " + decoded.length + " octets and not " + octets);
		}
		return decoded;
	}

	/**
	 * Read a time in seconds since 1970.
	 */
	static Instant seconds(String what, String value) {
		if (value.isEmpty() || value.length() > MAX_DIGITS) {
			throw noTime(what);
		}
		long seconds = 0;
		for (int i = 0; i < value.length(); i++) {
			int digit = value.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				throw noTime(what);
			}
			seconds = 10 * seconds + digit;
		}
		return Instant.ofEpochSecond(seconds);
	}

	private static WebhookVerificationException noTime(String what) {
		return malformed(what + " is no number of seconds since 1970");
	}

	static WebhookVerificationException malformed(String message) {
		return new WebhookVerificationException(Reason.MALFORMED, message);
	}

	static WebhookVerificationException wrongSignature() {
		return new WebhookVerificationException(Reason.WRONG_SIGNATURE,
				"the signature is not that of this body: the secret is another one, or somebody altered the body,"
						+ " such as a proxy that writes JSON anew");
	}

}
