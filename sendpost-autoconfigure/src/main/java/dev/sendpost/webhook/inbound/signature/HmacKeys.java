package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of a source that signs by HMAC (RFC 2104).
 */
final class HmacKeys {

	static final int SHA256_LENGTH = 32;

	/**
	 * Of a MAC, as what a copy is known by: too little to be one, enough to be the only
	 * one.
	 */
	private static final int REPLAY_KEY_LENGTH = 16;

	private static final byte[] NOTHING = {};

	/**
	 * A keyed MAC for each secret, which is copied for each use: that costs a tenth of
	 * looking it up and keying it.
	 */
	private final List<Mac> keyed;

	/**
	 * Create keys.
	 * @param algorithm the name of the MAC
	 * @param secrets the secrets
	 * @param decode makes a key of a secret
	 */
	HmacKeys(String algorithm, List<String> secrets, Function<String, byte[]> decode) {
		List<Mac> keyed = new ArrayList<>();
		for (int i = 0; i < secrets.size(); i++) {
			byte[] key = PublicKeys.decode(i, secrets.get(i), decode);
			keyed.add(keyed(algorithm, key));
		}
		this.keyed = PublicKeys.requireSome(keyed);
	}

	/**
	 * Keys of which each is the text of its secret.
	 */
	static HmacKeys ofText(String algorithm, List<String> secrets) {
		return new HmacKeys(algorithm, secrets, (secret) -> secret.getBytes(StandardCharsets.UTF_8));
	}

	private static Mac keyed(String algorithm, byte[] key) {
		try {
			Mac mac = Mac.getInstance(algorithm);
			mac.init(new SecretKeySpec(key, algorithm));
			// This much of each computation is the same for all content.
			mac.update(NOTHING);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Require that a signature was made with one of the keys.
	 * @param signature the signature
	 * @param content what is signed, in parts
	 * @return what copies are known by
	 */
	List<String> require(byte[] signature, byte[]... content) {
		return require(List.of(signature), content);
	}

	/**
	 * Require that one of several signatures was made with one of the keys.
	 * @param signatures the signatures
	 * @param content what is signed, in parts
	 * @return what copies are known by: something for each of the keys, whichever of them
	 * signed this one, since while a key is replaced by another, and after that, a copy
	 * may be signed with the other
	 */
	List<String> require(List<byte[]> signatures, byte[]... content) {
		String[] replayKeys = new String[this.keyed.size()];
		boolean good = false;
		for (int i = 0; i < replayKeys.length; i++) {
			byte[] expected = sign(this.keyed.get(i), content);
			good |= contains(signatures, expected);
			replayKeys[i] = HexFormat.of().formatHex(expected, 0, REPLAY_KEY_LENGTH);
		}
		if (!good) {
			throw SignatureText.wrongSignature();
		}
		return List.of(replayKeys);
	}

	/**
	 * Whether one of several signatures was made with one of the keys.
	 */
	boolean matches(List<byte[]> signatures, byte[]... content) {
		for (Mac key : this.keyed) {
			if (contains(signatures, sign(key, content))) {
				return true;
			}
		}
		return false;
	}

	private static boolean contains(List<byte[]> signatures, byte[] expected) {
		for (byte[] signature : signatures) {
			if (MessageDigest.isEqual(expected, signature)) {
				return true;
			}
		}
		return false;
	}

	private static byte[] sign(Mac key, byte[][] content) {
		try {
			Mac mac = (Mac) key.clone();
			for (byte[] part : content) {
				mac.update(part);
			}
			return mac.doFinal();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
