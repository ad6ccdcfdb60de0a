package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;

/**
 * A body takes too long to come.
 */
final class WebhookBodyTooSlowException extends IOException {

	private static final long serialVersionUID = 1L;

	WebhookBodyTooSlowException() {
		super("The body takes too long to come");
	}

}
