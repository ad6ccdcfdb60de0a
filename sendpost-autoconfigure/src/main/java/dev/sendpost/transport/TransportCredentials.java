package dev.sendpost.transport;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * By what a transport is let in at its service on behalf of a sub-account, where that has
 * credentials of its own there.
 */
@FunctionalInterface
public interface TransportCredentials {

	/** No sub-account has any. */
	TransportCredentials NONE = (subAccount, transport) -> Optional.empty();

	/**
	 * Find credentials.
	 * @param subAccount the name of the sub-account
	 * @param transport the name of the transport
	 * @return the credentials, or nothing if the transport's own are to be used
	 * @throws TransportException if they cannot be read now
	 */
	Optional<Credentials> find(String subAccount, String transport);

	/**
	 * By what a sub-account is let in.
	 *
	 * @param username the user name, or {@code null} where the secret is enough
	 * @param secret the password or API key
	 */
	record Credentials(@Nullable String username, String secret) {

		@Override
		public String toString() {
			return "Credentials[******]";
		}

	}

}
