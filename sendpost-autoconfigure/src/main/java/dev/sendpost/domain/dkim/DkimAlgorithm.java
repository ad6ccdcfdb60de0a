package dev.sendpost.domain.dkim;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * How signatures are made. The hash is SHA-256 (RFC 8301 section 3.1).
 */
public enum DkimAlgorithm {

	/** RSA (RFC 6376 section 3.3.1), which every verifier knows. */
	RSA("rsa", "rsa-sha256", "SHA256withRSA"),

	/** Ed25519 (RFC 8463), which some verifiers do not know yet. */
	ED25519("ed25519", "ed25519-sha256", "Ed25519");

	private final String keyType;

	private final String tag;

	private final String jcaName;

	DkimAlgorithm(String keyType, String tag, String jcaName) {
		this.keyType = keyType;
		this.tag = tag;
		this.jcaName = jcaName;
	}

	/**
	 * The tag {@code k=} of a key record.
	 * @return for example {@code rsa}
	 */
	public String keyType() {
		return this.keyType;
	}

	/**
	 * The tag {@code a=} of a signature.
	 */
	String tag() {
		return this.tag;
	}

	/**
	 * Sign. What Ed25519 signs is the hash of what RSA signs (RFC 8463 section 3).
	 */
	byte[] sign(PrivateKey key, byte[] input) {
		try {
			Signature signature = Signature.getInstance(this.jcaName);
			signature.initSign(key);
			signature.update((this == ED25519) ? Sha256.digest(input) : input);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The private key cannot sign", ex);
		}
	}

}
