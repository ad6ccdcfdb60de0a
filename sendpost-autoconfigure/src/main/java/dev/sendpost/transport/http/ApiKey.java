package dev.sendpost.transport.http;

import org.jspecify.annotations.Nullable;

/**
 * By what a request is let in.
 *
 * @param username the user name, or {@code null} where the secret is enough
 * @param secret the API key or password
 * @param subAccounts whether a sub-account brought it, so that it is no fault of the
 * transport if the service refuses it
 */
public record ApiKey(@Nullable String username, String secret, boolean subAccounts) {

	/**
	 * A key of the application itself.
	 * @param secret the key
	 * @return the key
	 */
	public static ApiKey of(String secret) {
		return new ApiKey(null, secret, false);
	}

	@Override
	public String toString() {
		return "ApiKey[******]";
	}

}
