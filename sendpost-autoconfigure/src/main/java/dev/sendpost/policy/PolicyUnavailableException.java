package dev.sendpost.policy;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A policy cannot decide for now. The message goes to nobody without its decision: at
 * intake the sender gets an error that may pass, at dispatch the message is tried again
 * later.
 */
public class PolicyUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param reason why it cannot decide
	 * @param cause what it met, if anything
	 */
	public PolicyUnavailableException(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

}
