package dev.sendpost.admin.autoconfigure;

/**
 * A property of the panel has a value that cannot be.
 */
class InvalidAdminPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String reason;

	private final String action;

	InvalidAdminPropertyException(String property, String reason, String action) {
		super(property + ": " + reason);
		this.property = property;
		this.reason = reason;
		this.action = action;
	}

	String property() {
		return this.property;
	}

	String reason() {
		return this.reason;
	}

	String action() {
		return this.action;
	}

}
