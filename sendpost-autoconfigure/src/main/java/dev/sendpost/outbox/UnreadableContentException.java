package dev.sendpost.outbox;

import org.jspecify.annotations.Nullable;

/**
 * The stored content of a message is not what it should be. Trying again does not help.
 */
class UnreadableContentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreadableContentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
