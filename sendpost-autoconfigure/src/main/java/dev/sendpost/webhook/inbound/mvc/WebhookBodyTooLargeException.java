package dev.sendpost.webhook.inbound.mvc;

/**
 * A body has more octets than are accepted.
 */
final class WebhookBodyTooLargeException extends Exception {

	private static final long serialVersionUID = 1L;

	WebhookBodyTooLargeException(long maxSize) {
		super("The body has more than " + maxSize + " octets");
	}

}
