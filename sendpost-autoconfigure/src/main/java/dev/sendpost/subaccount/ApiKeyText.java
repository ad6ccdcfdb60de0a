package dev.sendpost.subaccount;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * A key as it is shown and presented: a prefix, 43 characters of chance, which are 256
 * bits, and 6 of a checksum over what stands before it, by which a mistyped key is told
 * from an unknown one. The characters are letters and digits.
 */
final class ApiKeyText {

	/** What is longer is not looked at. Keys from elsewhere may be longer than ours. */
	static final int MAX_LENGTH = 256;

	private static final int SECRET_LENGTH = 43;

	private static final int CHECKSUM_LENGTH = 6;

	/** How many characters of the secret tell keys apart in lists. */
	private static final int HINT_LENGTH = 4;

	private static final byte[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		.getBytes(StandardCharsets.US_ASCII);

	private static final byte[][] PREFIXES = Arrays.stream(ApiKeyStyle.values())
		.flatMap((style) -> Arrays.stream(new String[] { style.prefix(false), style.prefix(true) }))
		.map((prefix) -> prefix.getBytes(StandardCharsets.US_ASCII))
		.toArray(byte[][]::new);

	private ApiKeyText() {
	}

	/**
	 * Make a key.
	 */
	static String generate(ApiKeyStyle style, boolean test, SecureRandom random) {
		StringBuilder text = new StringBuilder(style.prefix(test));
		for (int i = 0; i < SECRET_LENGTH; i++) {
			text.append((char) DIGITS[random.nextInt(DIGITS.length)]);
		}
		byte[] octets = text.toString().getBytes(StandardCharsets.US_ASCII);
		long checksum = checksum(octets, octets.length);
		for (int i = 0; i < CHECKSUM_LENGTH; i++) {
			text.append((char) DIGITS[(int) (checksum % DIGITS.length)]);
			checksum /= DIGITS.length;
		}
		return text.toString();
	}

	/**
	 * The beginning of a key, by which people recognise it.
	 */
	static String hint(String text, ApiKeyStyle style, boolean test) {
		return text.substring(0, style.prefix(test).length() + HINT_LENGTH);
	}

	/**
	 * The octets of what was presented, or {@code null} if it cannot be a key: it is
	 * missing, too short, too long, or has other characters than visible ones of ASCII.
	 */
	static byte @Nullable [] octets(@Nullable String presented) {
		if (presented == null || presented.length() < ConfiguredApiKey.MIN_LENGTH || presented.length() > MAX_LENGTH) {
			return null;
		}
		byte[] octets = presented.getBytes(StandardCharsets.ISO_8859_1);
		for (int i = 0; i < octets.length; i++) {
			char c = presented.charAt(i);
			if (c <= ' ' || c > '~') {
				return null;
			}
		}
		return octets;
	}

	/**
	 * Whether it is a key that was made here, or could have been.
	 */
	static boolean isWellFormed(byte[] octets) {
		for (byte[] prefix : PREFIXES) {
			if (octets.length == prefix.length + SECRET_LENGTH + CHECKSUM_LENGTH
					&& Arrays.equals(octets, 0, prefix.length, prefix, 0, prefix.length)) {
				return hasChecksum(octets);
			}
		}
		return false;
	}

	private static boolean hasChecksum(byte[] octets) {
		int end = octets.length - CHECKSUM_LENGTH;
		long checksum = checksum(octets, end);
		for (int i = end; i < octets.length; i++) {
			if (octets[i] != DIGITS[(int) (checksum % DIGITS.length)]) {
				return false;
			}
			checksum /= DIGITS.length;
		}
		return true;
	}

	private static long checksum(byte[] octets, int length) {
		CRC32 checksum = new CRC32();
		checksum.update(octets, 0, length);
		return checksum.getValue();
	}

	/**
	 * What is kept of a key. A fast hash is enough: nobody can try all keys.
	 */
	static byte[] hash(byte[] octets) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(octets);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The part of a hash by which a key is found; all of it is compared then.
	 */
	static long lookup(byte[] hash) {
		long lookup = 0;
		for (int i = 0; i < Long.BYTES; i++) {
			lookup = (lookup << Byte.SIZE) | (hash[i] & 0xff);
		}
		return lookup;
	}

}
