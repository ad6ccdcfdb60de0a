package dev.sendpost.subaccount;

import dev.sendpost.subaccount.AccountManagementException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * By what a sub-account is let in at a service that carries its mail.
 *
 * @param username the user name, or {@code null} where the secret is enough
 * @param secret the password or API key
 */
public record UpstreamCredentials(@Nullable String username, String secret) {

	/** How many characters either has at most. */
	public static final int MAX_LENGTH = 1000;

	/**
	 * Create credentials.
	 * @throws AccountManagementException if the secret is empty, or either is too long or
	 * has control characters
	 */
	public UpstreamCredentials {
		if (username != null) {
			SingleLine.require("the user name", username, MAX_LENGTH);
		}
		if (secret.isEmpty() || secret.length() > MAX_LENGTH || secret.chars().anyMatch(Character::isISOControl)) {
			throw new AccountManagementException(Reason.INVALID,
					"the secret is empty, longer than " + MAX_LENGTH + " characters, or has control characters");
		}
	}

	@Override
	public String toString() {
		return "UpstreamCredentials[******]";
	}

}
