package dev.sendpost.template;

/**
 * A template, or what is to be filled in, is not what it must be.
 */
public class TemplateException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason the kind of fault
	 * @param message what is wrong, for whoever wrote the template or the variables
	 */
	public TemplateException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * What kind of fault it is.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * What may be wrong.
	 */
	public enum Reason {

		/** There is no such template, or no such version of it. */
		UNKNOWN,

		/** There is one of that name already. */
		EXISTS,

		/** The template cannot be read, or is larger than it may be. */
		INVALID,

		/** A variable has neither a value nor a default. */
		MISSING_VARIABLE,

		/** Filled in, it is more than one message. */
		TOO_MUCH

	}

}
