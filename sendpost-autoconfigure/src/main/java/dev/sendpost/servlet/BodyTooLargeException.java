package dev.sendpost.servlet;

/**
 * A body has more octets than it may have. It has no stack trace, so that refusing costs
 * little.
 */
public class BodyTooLargeException extends Exception {

	private static final long serialVersionUID = 1L;

	private final int maxSize;

	/**
	 * Create an exception.
	 * @param maxSize how many octets there may be
	 */
	public BodyTooLargeException(int maxSize) {
		super("the body has more than " + maxSize + " octets", null, false, false);
		this.maxSize = maxSize;
	}

	/**
	 * How large a body may be.
	 * @return the number of octets
	 */
	public int getMaxSize() {
		return this.maxSize;
	}

}
