package dev.sendpost.audience;

/**
 * Something about contacts, lists or topics cannot be done as asked. Nothing was changed.
 */
public class AudienceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason what kind of mistake it is
	 * @param message what is wrong, and what to do
	 */
	public AudienceException(Reason reason, String message) {
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

		/** The sub-account has no such contact, list or topic. */
		UNKNOWN,

		/** There is one already. */
		EXISTS,

		/** There would be too many. */
		TOO_MANY,

		/** The configuration lacks something for it. */
		NOT_CONFIGURED,

		/** The confirmation that it takes was refused. */
		NOT_SENT,

		/** A link was not made here, was altered, or is about something that is gone. */
		LINK_INVALID,

		/** A link is too old. */
		LINK_EXPIRED

	}

}
