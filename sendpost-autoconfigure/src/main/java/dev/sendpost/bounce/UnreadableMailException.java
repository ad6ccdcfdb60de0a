package dev.sendpost.bounce;

/**
 * Thrown when a message cannot be parsed: it goes beyond a limit, or cannot be read.
 */
public class UnreadableMailException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong, without content of the message
	 */
	public UnreadableMailException(String message) {
		super(message);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong, without content of the message
	 * @param cause what was found
	 */
	public UnreadableMailException(String message, Throwable cause) {
		super(message, cause);
	}

}
