package dev.sendpost.subaccount;

import java.security.MessageDigest;

/**
 * A key and the hash by which it is recognised.
 */
final class StoredApiKey {

	private final ApiKeyDetails details;

	private final byte[] hash;

	StoredApiKey(ApiKeyDetails details, byte[] hash) {
		this.details = details;
		this.hash = hash;
	}

	ApiKeyDetails details() {
		return this.details;
	}

	ApiKey key() {
		return this.details.key();
	}

	byte[] hash() {
		return this.hash;
	}

	/**
	 * Whether it is the key with a hash, in a time that does not tell how much of it is
	 * right.
	 */
	boolean matches(byte[] presented) {
		return MessageDigest.isEqual(this.hash, presented);
	}

}
