package dev.sendpost.domain;

import java.util.Objects;

/**
 * A name cannot be that of a sending domain.
 */
public class InvalidSendingDomainException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong with the name
	 */
	public InvalidSendingDomainException(String message) {
		super(message);
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

}
