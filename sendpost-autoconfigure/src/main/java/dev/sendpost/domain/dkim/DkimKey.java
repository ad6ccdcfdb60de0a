package dev.sendpost.domain.dkim;

import java.security.PrivateKey;

/**
 * What a signature is made with. Its {@code toString} says nothing of the private key.
 *
 * @param domain the domain that signs, the tag {@code d=}, as A-labels
 * @param selector the selector, the tag {@code s=}
 * @param algorithm how it signs
 * @param privateKey the key
 */
public record DkimKey(String domain, String selector, DkimAlgorithm algorithm, PrivateKey privateKey) {

	@Override
	public String toString() {
		return "DkimKey[" + this.algorithm + ", " + this.selector + "._domainkey." + this.domain + "]";
	}

}
