package dev.sendpost.domain.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair. Its {@code toString} says nothing of the private key.
 */
public final class DkimKeyPair {

	/** Bits of new RSA keys (RFC 8301 section 3.2). */
	private static final int RSA_BITS = 2048;

	/** Bits below which verifiers refuse a signature. */
	private static final int MIN_RSA_BITS = 1024;

	private static final int ED25519_OCTETS = 32;

	private final DkimAlgorithm algorithm;

	private final String publicKey;

	private final PrivateKey privateKey;

	private DkimKeyPair(DkimAlgorithm algorithm, PublicKey publicKey, PrivateKey privateKey) {
		this.algorithm = algorithm;
		this.privateKey = privateKey;
		byte[] encoded = publicKey.getEncoded();
		// An Ed25519 key is published without the ASN.1 around it (RFC 8463 section 4.2).
		this.publicKey = Base64.getEncoder()
			.encodeToString((algorithm == DkimAlgorithm.ED25519)
					? Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length) : encoded);
	}

	/**
	 * Make a new key pair: RSA with 2,048 bits, or Ed25519.
	 * @param algorithm what it is for
	 * @return the key pair
	 */
	public static DkimKeyPair generate(DkimAlgorithm algorithm) {
		try {
			KeyPairGenerator generator = KeyPairGenerator
				.getInstance((algorithm == DkimAlgorithm.RSA) ? "RSA" : "Ed25519");
			if (algorithm == DkimAlgorithm.RSA) {
				generator.initialize(RSA_BITS);
			}
			KeyPair pair = generator.generateKeyPair();
			return new DkimKeyPair(algorithm, pair.getPublic(), pair.getPrivate());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The key pair of a private key.
	 * @param privateKey an RSA key of at least 1,024 bits, or an Ed25519 key
	 * @return the key pair
	 * @throws IllegalArgumentException if it is neither
	 */
	public static DkimKeyPair of(PrivateKey privateKey) {
		try {
			if (privateKey instanceof RSAPrivateCrtKey rsa) {
				int bits = rsa.getModulus().bitLength();
				if (bits < MIN_RSA_BITS) {
					throw new IllegalArgumentException("the RSA key has " + bits + " bits; " + MIN_RSA_BITS
							+ " are needed, and " + RSA_BITS + " are better");
				}
				PublicKey publicKey = KeyFactory.getInstance("RSA")
					.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
				return new DkimKeyPair(DkimAlgorithm.RSA, publicKey, privateKey);
			}
			if (privateKey instanceof EdECPrivateKey edwards && "Ed25519".equals(edwards.getParams().getName())) {
				return new DkimKeyPair(DkimAlgorithm.ED25519, publicKey(edwards), privateKey);
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("the key is damaged", ex);
		}
		throw new IllegalArgumentException("the key is neither an RSA nor an Ed25519 private key");
	}

	/**
	 * The JDK has no other way from the private key to the public one: a generator whose
	 * random octets are the private key makes the same pair.
	 */
	private static PublicKey publicKey(EdECPrivateKey key) throws GeneralSecurityException {
		byte[] seed = key.getBytes().orElseThrow(() -> new IllegalArgumentException("the key cannot be read"));
		KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
		generator.initialize(NamedParameterSpec.ED25519, new FixedOctets(seed));
		return generator.generateKeyPair().getPublic();
	}

	/**
	 * Read what {@link #encodedPrivateKey()} wrote.
	 * @param algorithm what the key is for
	 * @param encoded the private key, PKCS #8 in base64
	 * @return the private key
	 * @throws IllegalArgumentException if it cannot be read
	 */
	public static PrivateKey decodePrivateKey(DkimAlgorithm algorithm, String encoded) {
		try {
			return KeyFactory.getInstance((algorithm == DkimAlgorithm.RSA) ? "RSA" : "Ed25519")
				.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("the private key is damaged", ex);
		}
	}

	/**
	 * What the key pair is for.
	 * @return the algorithm
	 */
	public DkimAlgorithm algorithm() {
		return this.algorithm;
	}

	/**
	 * The public key as the tag {@code p=} of its record holds it.
	 * @return base64
	 */
	public String publicKey() {
		return this.publicKey;
	}

	/**
	 * The private key.
	 * @return the private key
	 */
	public PrivateKey privateKey() {
		return this.privateKey;
	}

	/**
	 * The private key to be stored, encrypted.
	 * @return PKCS #8 in base64
	 */
	public String encodedPrivateKey() {
		return Base64.getEncoder().encodeToString(this.privateKey.getEncoded());
	}

	@Override
	public String toString() {
		return "DkimKeyPair[" + this.algorithm + ", " + this.publicKey + "]";
	}

	private static final class FixedOctets extends SecureRandom {

		private static final long serialVersionUID = 1L;

		private final byte[] octets;

		FixedOctets(byte[] octets) {
			this.octets = octets.clone();
		}

		@Override
		public void nextBytes(byte[] bytes) {
			System.arraycopy(this.octets, 0, bytes, 0, Math.min(bytes.length, this.octets.length));
		}

	}

}
