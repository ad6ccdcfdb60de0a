package dev.sendpost.webhook.inbound.mvc;

/**
 * A form has more parameters than are accepted.
 */
final class TooManyParametersException extends Exception {

	private static final long serialVersionUID = 1L;

	TooManyParametersException(int maxParameters) {
		super("The body has more than " + maxParameters + " parameters");
	}

}
