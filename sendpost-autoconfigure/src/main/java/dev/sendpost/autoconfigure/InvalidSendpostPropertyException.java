package dev.sendpost.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property has a value that cannot work.
 */
class InvalidSendpostPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String reason;

	private final String action;

	/**
	 * Create an exception.
	 * @param property the name of the property
	 * @param reason what is wrong with it
	 * @param action what to do about it
	 */
	InvalidSendpostPropertyException(String property, @Nullable String reason, String action) {
		super(property + ": " + reason);
		this.property = property;
		this.reason = (reason != null) ? reason : "it is not valid";
		this.action = action;
	}

	String getProperty() {
		return this.property;
	}

	String getReason() {
		return this.reason;
	}

	String getAction() {
		return this.action;
	}

}
