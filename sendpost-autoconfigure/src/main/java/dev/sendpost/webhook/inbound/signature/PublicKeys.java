package dev.sendpost.webhook.inbound.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * The public keys of a source that signs with a private one.
 */
final class PublicKeys {

	/** What stands before the 32 octets of an Ed25519 key in X.509 (RFC 8410). */
	private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	private final String algorithm;

	private final List<PublicKey> keys;

	private PublicKeys(String algorithm, List<PublicKey> keys) {
		this.algorithm = algorithm;
		this.keys = requireSome(keys);
	}

	/**
	 * Keys as X.509 in base64, with or without the lines of PEM around it.
	 * @param algorithm the name of the signature
	 * @param type what kind of key it needs
	 * @param secrets the keys
	 */
	static PublicKeys ofX509(String algorithm, Class<? extends PublicKey> type, List<String> secrets) {
		String family = algorithm.endsWith("RSA") ? "RSA" : "EC";
		List<PublicKey> keys = new ArrayList<>();
		for (int i = 0; i < secrets.size(); i++) {
			byte[] encoded = decode(i, secrets.get(i), PublicKeys::x509);
			try {
				keys.add(type.cast(KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded))));
			}
			catch (GeneralSecurityException ex) {
				throw new InvalidWebhookSecretException(i, "it is no public key for " + algorithm);
			}
		}
		return new PublicKeys(algorithm, keys);
	}

	private static byte[] x509(String text) {
		return Base64.getMimeDecoder().decode(text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", ""));
	}

	/**
	 * Keys for Ed25519, of 32 octets each.
	 */
	static PublicKeys ofEd25519(List<byte[]> keys) {
		List<PublicKey> parsed = new ArrayList<>();
		for (byte[] key : keys) {
			byte[] encoded = new byte[ED25519_PREFIX.length + key.length];
			System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
			System.arraycopy(key, 0, encoded, ED25519_PREFIX.length, key.length);
			try {
				parsed.add(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalArgumentException("It is no public key for Ed25519");
			}
		}
		return new PublicKeys("Ed25519", parsed);
	}

	static byte[] decode(int index, String secret, Function<String, byte[]> decode) {
		byte[] key;
		try {
			key = decode.apply(secret.strip());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidWebhookSecretException(index, "it is not base64");
		}
		if (key.length == 0) {
			throw new InvalidWebhookSecretException(index, "it is empty");
		}
		return key;
	}

	static <T> List<T> requireSome(List<T> keys) {
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("There is no secret to check signatures with");
		}
		return List.copyOf(keys);
	}

	/**
	 * Require that a signature was made with the private key of one of these.
	 * @param signature the signature
	 * @param content what is signed, in parts
	 */
	void require(byte[] signature, byte[]... content) {
		require(List.of(signature), content);
	}

	/**
	 * Require that one of several signatures was made with the private key of one of
	 * these.
	 * @param signatures the signatures
	 * @param content what is signed, in parts
	 */
	void require(List<byte[]> signatures, byte[]... content) {
		boolean wellFormed = false;
		for (PublicKey key : this.keys) {
			for (byte[] signature : signatures) {
				try {
					if (verify(this.algorithm, key, signature, content)) {
						return;
					}
					wellFormed = true;
				}
				catch (SignatureException ex) {
					// Another key may be of the kind that this signature belongs to.
				}
			}
		}
		throw wellFormed ? SignatureText.wrongSignature()
				: SignatureText.malformed("the signature is none of " + this.algorithm + " with this key");
	}

	static boolean verify(String algorithm, PublicKey key, byte[] signature, byte[]... content)
			throws SignatureException {
		if (key instanceof RSAKey rsa && signature.length != (rsa.getModulus().bitLength() + 7) / 8) {
			throw new SignatureException("It is not as long as the key");
		}
		try {
			Signature verifier = Signature.getInstance(algorithm);
			verifier.initVerify(key);
			for (byte[] part : content) {
				verifier.update(part);
			}
			return verifier.verify(signature);
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What tells one signed content from another, where its signature does not: there may
	 * be many good ones for the same content.
	 */
	static String digest(byte[]... content) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : content) {
				digest.update(part);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
