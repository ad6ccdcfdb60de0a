package dev.sendpost.subaccount;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

import dev.sendpost.subaccount.AccountManagementException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A key that properties define: of this project's form, or one that another service gave
 * out and that clients hold already.
 */
public final class ConfiguredApiKey {

	/** How many characters a key has at least: 20 letters and digits are 119 bits. */
	public static final int MIN_LENGTH = 20;

	private static final int HASH_LENGTH = 32;

	private final StoredApiKey key;

	private ConfiguredApiKey(ApiKey key, byte[] hash) {
		this.key = new StoredApiKey(new ApiKeyDetails(key, "", ApiKeyStyle.NATIVE, null, null, null, null, true), hash);
	}

	/**
	 * A key given by its hash. One of fewer than {@link #MIN_LENGTH} characters lets
	 * nobody in, though its hash cannot be told from others.
	 * @param key what it is for; its id follows from its name, see {@link #id}
	 * @param hash the SHA-256 of the key, in hexadecimal digits
	 * @return the key
	 * @throws AccountManagementException if it is not such a hash
	 */
	public static ConfiguredApiKey ofHash(ApiKey key, String hash) {
		try {
			byte[] octets = HexFormat.of().parseHex(hash.strip());
			if (octets.length == HASH_LENGTH) {
				return new ConfiguredApiKey(key, octets);
			}
		}
		catch (IllegalArgumentException ex) {
			// Told below, without the value.
		}
		throw new AccountManagementException(Reason.INVALID,
				"it is not a SHA-256, which has " + 2 * HASH_LENGTH + " hexadecimal digits");
	}

	/**
	 * A key given as such.
	 * @param key what it is for; its id follows from its name, see {@link #id}
	 * @param value the key
	 * @return the key
	 * @throws AccountManagementException if it is too short, too long, or has other
	 * characters than visible ones of ASCII; or if it is that of a test key and the key
	 * is not one
	 */
	public static ConfiguredApiKey ofValue(ApiKey key, String value) {
		byte[] octets = ApiKeyText.octets(value);
		if (octets == null) {
			throw new AccountManagementException(Reason.INVALID, "a key has " + MIN_LENGTH + " to "
					+ ApiKeyText.MAX_LENGTH + " visible ASCII characters, and this one has not");
		}
		if (!key.test() && Arrays.stream(ApiKeyStyle.values())
			.map((style) -> style.prefix(true))
			.anyMatch((prefix) -> !prefix.isEmpty() && value.startsWith(prefix))) {
			throw new AccountManagementException(Reason.INVALID, "it begins as a test key does, but is not one");
		}
		return new ConfiguredApiKey(key, ApiKeyText.hash(octets));
	}

	/**
	 * The id of a configured key, the same on each node and after each start.
	 * @param name its name
	 * @return the id
	 */
	public static UUID id(String name) {
		return UUID.nameUUIDFromBytes(("sendpost.api-keys." + name).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * What it is for.
	 * @param name its name
	 * @param subAccount the name of the sub-account, or {@code null} for the account
	 * @param scope what it lets its bearer do
	 * @param test whether mail sent with it is only captured
	 * @param expiresAt from when on it is not good any more, or {@code null}
	 * @return the description of a key
	 */
	public static ApiKey describe(String name, @Nullable String subAccount, ApiKeyScope scope, boolean test,
			@Nullable Instant expiresAt) {
		return new ApiKey(id(name), name, subAccount, scope, test, expiresAt);
	}

	/**
	 * Whether whoever has this key has the other one.
	 * @param other the other one
	 * @return whether both are the same text
	 */
	public boolean isSameTextAs(ConfiguredApiKey other) {
		return this.key.matches(other.key.hash());
	}

	StoredApiKey key() {
		return this.key;
	}

}
