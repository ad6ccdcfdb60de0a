package dev.sendpost.mime;

/**
 * A message should be signed, and cannot be at the moment.
 */
public class MailSigningException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong
	 * @param cause what caused it
	 */
	public MailSigningException(String message, Throwable cause) {
		super(message, cause);
	}

}
