package dev.sendpost.secret;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104), which every JDK has.
 */
final class Hmac {

	static final String ALGORITHM = "HmacSHA256";

	private Hmac() {
	}

	static byte[] of(SecretKeySpec key, byte[] content) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return mac.doFinal(content);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
