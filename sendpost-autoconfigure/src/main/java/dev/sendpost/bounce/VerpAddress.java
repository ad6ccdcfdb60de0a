package dev.sendpost.bounce;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message a return path of its own (a variable envelope return path), such as
 * {@code bounces+<id>-<tag>@mail.example.com}, so that a bounce tells by the address it
 * comes to which message it is about. The tag is an HMAC-SHA-256 of the id, cut to 80
 * bits: whoever knows the id of a message but has not seen its return path cannot make
 * one. Both are written with the digits 0-9 and a-v, since on the way to and fro servers
 * may change the case.
 */
public final class VerpAddress {

	/** What stands in for the sender's domain. */
	public static final String DOMAIN_PLACEHOLDER = "{domain}";

	/** Octets before the plus sign at most, so that the local part has 64. */
	public static final int MAX_LOCAL_PART_LENGTH = 20;

	private static final int ID_LENGTH = 26;

	private static final int TAG_LENGTH = 16;

	private static final int TAG_OCTETS = 10;

	private static final int RADIX = 32;

	private static final int MAX_ADDRESS_LENGTH = 320;

	/** Keeps the tags apart from whatever else a key may be used for. */
	private static final byte[] PURPOSE = "sendpost return path:".getBytes(StandardCharsets.US_ASCII);

	private final String localPart;

	private final String domain;

	private final List<SecretKey> keys;

	private final Pattern form;

	/**
	 * Create return paths.
	 * @param localPart what stands before the plus sign
	 * @param domain the domain, perhaps with {@value #DOMAIN_PLACEHOLDER} in it
	 * @param keys keys for HMAC-SHA-256: tags are made with the first, and all are
	 * accepted
	 * @throws IllegalArgumentException if the local part is empty or too long, or there
	 * is no key
	 */
	public VerpAddress(String localPart, String domain, List<SecretKey> keys) {
		if (localPart.isEmpty() || localPart.length() > MAX_LOCAL_PART_LENGTH) {
			throw new IllegalArgumentException("The local part must have 1 to " + MAX_LOCAL_PART_LENGTH
					+ " characters but has " + localPart.length());
		}
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("There is no key");
		}
		this.localPart = localPart;
		this.domain = domain;
		this.keys = List.copyOf(keys);
		this.form = Pattern.compile(Pattern.quote(localPart.toLowerCase(Locale.ROOT)) + "\\+([0-9a-v]{" + ID_LENGTH
				+ "})-([0-9a-v]{" + TAG_LENGTH + "})@[^@\\s]+");
	}

	/**
	 * The return path of a message.
	 * @param emailId the id of the message
	 * @param senderDomain the domain it is sent from
	 * @return the address
	 * @throws dev.sendpost.InvalidEmailException if the domain gets too long
	 */
	public EmailAddress address(UUID emailId, String senderDomain) {
		return new EmailAddress(null,
				this.localPart + "+" + digits(octets(emailId), ID_LENGTH) + "-"
						+ digits(tag(this.keys.get(0), emailId), TAG_LENGTH),
				this.domain.replace(DOMAIN_PLACEHOLDER, senderDomain));
	}

	/**
	 * Whether an address has the form of a return path, be it genuine or forged.
	 * @param address the address without angle brackets
	 * @return {@code true} if it has
	 */
	public boolean hasForm(String address) {
		return matcher(address) != null;
	}

	/**
	 * The message that a return path belongs to. Its domain does not matter: the tag
	 * tells whether it is genuine.
	 * @param address the address without angle brackets
	 * @return the id of the message, or {@code null} if this is not a return path, or a
	 * forged one
	 */
	public @Nullable UUID emailId(String address) {
		Matcher matcher = matcher(address);
		if (matcher == null) {
			return null;
		}
		BigInteger id = new BigInteger(matcher.group(1), RADIX);
		if (id.bitLength() > 128) {
			return null;
		}
		UUID emailId = new UUID(id.shiftRight(64).longValue(), id.longValue());
		byte[] tag = matcher.group(2).getBytes(StandardCharsets.US_ASCII);
		boolean genuine = false;
		for (SecretKey key : this.keys) {
			byte[] expected = digits(tag(key, emailId), TAG_LENGTH).getBytes(StandardCharsets.US_ASCII);
			genuine |= MessageDigest.isEqual(expected, tag);
		}
		return genuine ? emailId : null;
	}

	private @Nullable Matcher matcher(String address) {
		if (address.length() > MAX_ADDRESS_LENGTH) {
			return null;
		}
		Matcher matcher = this.form.matcher(address.strip().toLowerCase(Locale.ROOT));
		return matcher.matches() ? matcher : null;
	}

	private static byte[] tag(SecretKey key, UUID emailId) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(key);
			mac.update(PURPOSE);
			return Arrays.copyOf(mac.doFinal(octets(emailId)), TAG_OCTETS);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] octets(UUID id) {
		return ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
	}

	private static String digits(byte[] octets, int length) {
		String digits = new BigInteger(1, octets).toString(RADIX);
		return "0".repeat(length - digits.length()) + digits;
	}

	/**
	 * The form of the addresses; no keys.
	 */
	@Override
	public String toString() {
		return this.localPart + "+...@" + this.domain;
	}

}
