package dev.sendpost.servlet;

/**
 * A body did not come as a whole in the time that there is for it.
 */
public class BodyTooSlowException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 */
	public BodyTooSlowException() {
		super("the body did not come within " + BodyReader.MAX_DURATION.toSeconds() + " s", null, false, false);
	}

}
