package dev.sendpost.subaccount;

/**
 * A sub-account or a key cannot be made or changed as asked. Nothing was changed.
 */
public class AccountManagementException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason what kind of mistake it is
	 * @param message what is wrong, and what to do
	 */
	public AccountManagementException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * What kind of mistake it is.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why something cannot be done.
	 */
	public enum Reason {

		/** A value is not allowed. */
		INVALID,

		/** There is no such thing, as far as the caller may know. */
		UNKNOWN,

		/** The name is or was in use. */
		EXISTS,

		/** It is defined by properties, and is changed there. */
		CONFIGURED,

		/** The caller may not do this. */
		NOT_ALLOWED

	}

}
