package dev.sendpost.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the tokens of links that readers get: what a token says, nobody but this
 * application can read or alter, so that an address in a link is in no proxy's log.
 * AES-256-GCM (NIST SP 800-38D) under a key derived for one purpose.
 * <p>
 * What says the same is the same token, so that a message is the same in each attempt to
 * send it: the nonce is an HMAC-SHA-256 of the content, truncated.
 */
public final class TokenSealer {

	private static final int NONCE_LENGTH = 12;

	private static final int TAG_LENGTH = 16;

	/** Characters of a token; what is longer is none. */
	private static final int MAX_LENGTH = 1000;

	private final String purpose;

	/** New tokens are sealed with the first. */
	private final List<Keys> keys;

	/**
	 * Create a sealer.
	 * @param keys the keys that secrets are encrypted with, the current one first; none
	 * if tokens cannot be sealed
	 * @param purpose what links with such tokens do, in words that never change
	 */
	public TokenSealer(List<byte[]> keys, String purpose) {
		this.purpose = purpose;
		this.keys = keys.stream()
			.map((key) -> new Keys(new SecretKeySpec(derive(key, "sendpost sealed token: " + purpose), "AES"),
					new SecretKeySpec(derive(key, "sendpost sealed token nonce: " + purpose), Hmac.ALGORITHM)))
			.toList();
	}

	/**
	 * Whether there is a key to seal with.
	 * @return whether tokens can be sealed
	 */
	public boolean canSeal() {
		return !this.keys.isEmpty();
	}

	/**
	 * Seal a token.
	 * @param content what it says
	 * @return the token, of characters that need no encoding in a URL
	 * @throws EncryptionKeyRequiredException if there is no key
	 */
	public String seal(byte[] content) {
		if (this.keys.isEmpty()) {
			throw EncryptionKeyRequiredException.forLinks(this.purpose);
		}
		Keys current = this.keys.get(0);
		byte[] nonce = Arrays.copyOf(Hmac.of(current.nonces(), content), NONCE_LENGTH);
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce).doFinal(content);
			byte[] octets = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
			System.arraycopy(sealed, 0, octets, NONCE_LENGTH, sealed.length);
			return TokenText.encode(octets);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Open a token.
	 * @param token the token
	 * @return what it says, or nothing if it was not sealed here, for this purpose, with
	 * one of the keys
	 */
	public Optional<byte[]> open(String token) {
		byte[] octets = (token.length() > MAX_LENGTH) ? new byte[0] : TokenText.decode(token);
		if (octets.length < NONCE_LENGTH + TAG_LENGTH) {
			return Optional.empty();
		}
		byte[] nonce = Arrays.copyOf(octets, NONCE_LENGTH);
		for (Keys key : this.keys) {
			try {
				return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(octets, NONCE_LENGTH,
						octets.length - NONCE_LENGTH));
			}
			catch (AEADBadTagException ex) {
				// Another key may fit.
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return Optional.empty();
	}

	private static Cipher cipher(int mode, Keys keys, byte[] nonce) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, keys.content(), new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
		return cipher;
	}

	private static byte[] derive(byte[] key, String use) {
		return Hmac.of(new SecretKeySpec(key, Hmac.ALGORITHM), use.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * What follows from one key.
	 */
	private record Keys(SecretKeySpec content, SecretKeySpec nonces) {

		@Override
		public String toString() {
			return "Keys[***]";
		}

	}

}
