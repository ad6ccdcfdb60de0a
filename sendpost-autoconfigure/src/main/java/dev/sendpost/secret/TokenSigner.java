package dev.sendpost.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the tokens of links that readers get, with HMAC-SHA-256 (RFC 2104) under a key
 * derived for one purpose from those that secrets are encrypted with: a token for one
 * purpose is none for another. What a token says can be read by whoever has it.
 */
public final class TokenSigner {

	/** Octets of a signature, truncated as RFC 2104 section 5 allows. */
	private static final int SIGNATURE_LENGTH = 16;

	/**
	 * Octets that a token says at most, so that a link with it is one that clients take.
	 */
	public static final int MAX_CONTENT_LENGTH = 2100;

	/** Characters of a token; what is longer is none. */
	private static final int MAX_LENGTH = (MAX_CONTENT_LENGTH + SIGNATURE_LENGTH) * 4 / 3 + 1;

	private final String purpose;

	/** New tokens are signed with the first. */
	private final List<SecretKeySpec> keys;

	/**
	 * Create a signer.
	 * @param keys the keys that secrets are encrypted with, the current one first; none
	 * if tokens cannot be signed
	 * @param purpose what links with such tokens do, in words that never change
	 */
	public TokenSigner(List<byte[]> keys, String purpose) {
		this.purpose = purpose;
		this.keys = keys.stream()
			.map((key) -> new SecretKeySpec(Hmac.of(new SecretKeySpec(key, Hmac.ALGORITHM),
					("sendpost token: " + purpose).getBytes(StandardCharsets.UTF_8)), Hmac.ALGORITHM))
			.toList();
	}

	/**
	 * Whether there is a key to sign with.
	 * @return whether tokens can be signed
	 */
	public boolean canSign() {
		return !this.keys.isEmpty();
	}

	/**
	 * Sign a token.
	 * @param content what it says, up to {@value #MAX_CONTENT_LENGTH} octets
	 * @return the token, of characters that need no encoding in a URL
	 * @throws EncryptionKeyRequiredException if there is no key
	 * @throws IllegalArgumentException if it says too much
	 */
	public String sign(byte[] content) {
		if (content.length > MAX_CONTENT_LENGTH) {
			throw new IllegalArgumentException(
					"A token has at most " + MAX_CONTENT_LENGTH + " octets, not " + content.length);
		}
		if (this.keys.isEmpty()) {
			throw EncryptionKeyRequiredException.forLinks(this.purpose);
		}
		byte[] octets = Arrays.copyOf(content, content.length + SIGNATURE_LENGTH);
		System.arraycopy(signature(this.keys.get(0), content), 0, octets, content.length, SIGNATURE_LENGTH);
		return TokenText.encode(octets);
	}

	/**
	 * Verify a token.
	 * @param token the token
	 * @return what it says, or nothing if it was not signed here, for this purpose, with
	 * one of the keys
	 */
	public Optional<byte[]> verify(String token) {
		if (token.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		byte[] octets = TokenText.decode(token);
		if (octets.length < SIGNATURE_LENGTH) {
			return Optional.empty();
		}
		byte[] content = Arrays.copyOf(octets, octets.length - SIGNATURE_LENGTH);
		byte[] signature = Arrays.copyOfRange(octets, content.length, octets.length);
		boolean signed = false;
		for (SecretKeySpec key : this.keys) {
			signed |= MessageDigest.isEqual(signature, signature(key, content));
		}
		return signed ? Optional.of(content) : Optional.empty();
	}

	private static byte[] signature(SecretKeySpec key, byte[] content) {
		return Arrays.copyOf(Hmac.of(key, content), SIGNATURE_LENGTH);
	}

}
