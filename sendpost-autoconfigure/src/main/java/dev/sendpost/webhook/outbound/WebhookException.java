package dev.sendpost.webhook.outbound;

/**
 * A subscriber or a delivery cannot be made, found or changed as asked. Nothing was
 * changed.
 */
public class WebhookException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason what kind of mistake it is
	 * @param message what is wrong, and what to do
	 */
	public WebhookException(Reason reason, String message) {
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

		/** There are too many already. */
		TOO_MANY,

		/** The caller may not do this. */
		NOT_ALLOWED

	}

}
