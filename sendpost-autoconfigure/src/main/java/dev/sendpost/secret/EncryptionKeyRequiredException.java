package dev.sendpost.secret;

/**
 * Thrown when a secret cannot be stored or read, since the configuration lacks the key.
 */
public class EncryptionKeyRequiredException extends IllegalStateException {

	private static final String HOW_TO = " Set the property sendpost.encryption.key to 32 random octets in base64, for"
			+ " example what 'openssl rand -base64 32' prints, and keep it where the secrets of the application are"
			+ " kept.";

	/**
	 * There is no key at all.
	 */
	public EncryptionKeyRequiredException() {
		super("A secret cannot be stored without a key to encrypt it with." + HOW_TO);
	}

	private EncryptionKeyRequiredException(String purpose, String howTo) {
		super("A link to " + purpose + " cannot be signed without a key." + howTo);
	}

	/**
	 * There is no key to sign links with.
	 * @param purpose what the link is to do
	 * @return the exception
	 */
	public static EncryptionKeyRequiredException forLinks(String purpose) {
		return new EncryptionKeyRequiredException(purpose, HOW_TO);
	}

	/**
	 * A key is missing.
	 * @param key the name of the key, which says nothing about it
	 */
	public EncryptionKeyRequiredException(String key) {
		super("A stored secret was encrypted with the key '" + key + "', which is neither sendpost.encryption.key nor"
				+ " among sendpost.encryption.previous-keys. Add it there.");
	}

}
