package dev.sendpost.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets with AES-256-GCM (NIST SP 800-38D) under keys from the configuration.
 * An encrypted secret names the key it was made with, so that keys can be exchanged, and
 * is bound to its context, so that nobody can put the secret of one row into another.
 */
public final class SecretCipher {

	/** How many octets a key has. */
	public static final int KEY_LENGTH = 32;

	private static final String VERSION = "v1";

	private static final int NONCE_LENGTH = 12;

	private static final int TAG_BITS = 128;

	private final SecureRandom random = new SecureRandom();

	/** The keys by their names; new secrets are made with the first. */
	private final Map<String, SecretKey> keys = new LinkedHashMap<>();

	/**
	 * Create a cipher.
	 * @param keys the keys, {@value #KEY_LENGTH} octets each, the current one first; none
	 * if secrets cannot be stored
	 * @throws IllegalArgumentException if a key has another length
	 */
	public SecretCipher(List<byte[]> keys) {
		for (byte[] key : keys) {
			if (key.length != KEY_LENGTH) {
				throw new IllegalArgumentException("A key must have " + KEY_LENGTH + " octets but has " + key.length);
			}
			this.keys.putIfAbsent(name(key), new SecretKeySpec(key, "AES"));
		}
	}

	private static String name(byte[] key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
			return HexFormat.of().formatHex(digest, 0, 4);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Encrypt a secret.
	 * @param secret the secret
	 * @param context what it belongs to, for example a table and the key of a row
	 * @return the encrypted secret, in ASCII
	 * @throws EncryptionKeyRequiredException if there is no key
	 */
	public String encrypt(String secret, String context) {
		Map.Entry<String, SecretKey> current = this.keys.entrySet()
			.stream()
			.findFirst()
			.orElseThrow(EncryptionKeyRequiredException::new);
		byte[] nonce = new byte[NONCE_LENGTH];
		this.random.nextBytes(nonce);
		byte[] sealed = apply(Cipher.ENCRYPT_MODE, current.getValue(), nonce, secret.getBytes(StandardCharsets.UTF_8),
				context);
		byte[] octets = Arrays.copyOf(nonce, nonce.length + sealed.length);
		System.arraycopy(sealed, 0, octets, nonce.length, sealed.length);
		return VERSION + ":" + current.getKey() + ":" + Base64.getEncoder().withoutPadding().encodeToString(octets);
	}

	/**
	 * Decrypt a secret.
	 * @param encrypted the encrypted secret
	 * @param context what it belongs to, as when it was encrypted
	 * @return the secret
	 * @throws EncryptionKeyRequiredException if the key it was made with is missing
	 * @throws IllegalStateException if it was altered, or belongs to something else
	 */
	public String decrypt(String encrypted, String context) {
		String[] parts = encrypted.split(":", 3);
		if (parts.length != 3 || !parts[0].equals(VERSION)) {
			throw new IllegalStateException("The encrypted secret of " + context + " has no known form");
		}
		SecretKey key = this.keys.get(parts[1]);
		if (key == null) {
			throw new EncryptionKeyRequiredException(parts[1]);
		}
		byte[] octets = octets(parts[2], context);
		byte[] nonce = Arrays.copyOf(octets, NONCE_LENGTH);
		byte[] sealed = Arrays.copyOfRange(octets, NONCE_LENGTH, octets.length);
		return new String(apply(Cipher.DECRYPT_MODE, key, nonce, sealed, context), StandardCharsets.UTF_8);
	}

	private static byte[] octets(String base64, String context) {
		try {
			byte[] octets = Base64.getDecoder().decode(base64);
			if (octets.length > NONCE_LENGTH) {
				return octets;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told below, with the context.
		}
		throw new IllegalStateException("The encrypted secret of " + context + " has no known form");
	}

	/**
	 * Sign the tokens of links with keys that follow from these.
	 * @param purpose what such links do, as a verb with its object; who changes it makes
	 * all links void
	 * @return the signer
	 */
	public TokenSigner tokenSigner(String purpose) {
		return new TokenSigner(this.keys.values().stream().map(SecretKey::getEncoded).toList(), purpose);
	}

	/**
	 * Seal the tokens of links with keys that follow from these.
	 * @param purpose what such links do, as a verb with its object; who changes it makes
	 * all links void
	 * @return the sealer
	 */
	public TokenSealer tokenSealer(String purpose) {
		return new TokenSealer(this.keys.values().stream().map(SecretKey::getEncoded).toList(), purpose);
	}

	/**
	 * Whether a secret was made with another key than the current one.
	 * @param encrypted the encrypted secret
	 * @return whether it should be encrypted anew
	 */
	public boolean isOutdated(String encrypted) {
		return this.keys.keySet()
			.stream()
			.findFirst()
			.filter((current) -> encrypted.startsWith(VERSION + ":" + current + ":"))
			.isEmpty();
	}

	/*
	 * The exception of the JCA is not passed on as a cause of its own kind: whether the
	 * key or the text is wrong is nothing to tell.
	 */
	private static byte[] apply(int mode, SecretKey key, byte[] nonce, byte[] input, String context) {
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
			cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
			return cipher.doFinal(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(
					"The encrypted secret of " + context + " was altered, or belongs to something else", ex);
		}
	}

}
