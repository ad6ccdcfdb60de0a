package dev.sendpost.domain;

import dev.sendpost.domain.dkim.DkimAlgorithm;

/**
 * The public half of a key of a domain.
 *
 * @param selector the selector
 * @param algorithm what the key is for
 * @param publicKey the public key in base64
 * @param required whether the domain is verified only with it
 */
record PublishedKey(String selector, DkimAlgorithm algorithm, String publicKey, boolean required) {

	/**
	 * Where the key of a selector is published.
	 */
	static String host(String selector, String domain) {
		return selector + "._domainkey." + domain;
	}

}
