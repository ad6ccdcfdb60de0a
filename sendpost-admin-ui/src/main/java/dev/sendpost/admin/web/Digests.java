package dev.sendpost.admin.web;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * SHA-256, which every JDK has.
 */
final class Digests {

	private Digests() {
	}

	static byte[] sha256(byte[] content) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(content);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
