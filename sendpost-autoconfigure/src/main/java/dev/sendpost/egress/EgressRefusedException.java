package dev.sendpost.egress;

/**
 * Thrown when a URL must not be requested. The message says which rule refuses it, fit
 * for whoever gave the URL.
 */
public class EgressRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message which rule refuses the URL, and what to do
	 */
	public EgressRefusedException(String message) {
		super(message);
	}

}
