package dev.sendpost.webhook.inbound.format;

/**
 * A webhook has not the form that its sender's webhooks have. Its message says what is
 * wrong and repeats nothing of the webhook.
 */
public class UnreadableWebhookException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong
	 */
	public UnreadableWebhookException(String message) {
		super(message);
	}

}
