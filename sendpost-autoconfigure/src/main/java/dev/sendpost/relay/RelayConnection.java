package dev.sendpost.relay;

import dev.sendpost.subaccount.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection. Used by its thread only.
 */
final class RelayConnection {

	private final RelaySocket socket;

	/** Whether the client has greeted. */
	boolean greeted;

	/** The key by which the client is let in. */
	@Nullable ApiKey key;

	/** What the client presented as that key. */
	@Nullable String presented;

	@Nullable Transaction transaction;

	/** How often the client was not let in, or made a mistake. */
	int failures;

	RelayConnection(RelaySocket socket) {
		this.socket = socket;
	}

	RelaySocket socket() {
		return this.socket;
	}

	/**
	 * Forget all that was said before the connection was encrypted (RFC 3207 section
	 * 4.2).
	 */
	void encrypted() {
		this.greeted = false;
		this.key = null;
		this.presented = null;
		this.transaction = null;
	}

	void requireGreeting() throws ReplyException {
		if (!this.greeted) {
			throw ReplyException.refused(503, "5.5.1", "EHLO comes first");
		}
	}

	Transaction requireTransaction() throws ReplyException {
		Transaction open = this.transaction;
		if (open == null) {
			throw ReplyException.refused(503, "5.5.1", "MAIL comes first");
		}
		return open;
	}

}
