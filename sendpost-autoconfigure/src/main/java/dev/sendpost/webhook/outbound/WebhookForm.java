package dev.sendpost.webhook.outbound;

/**
 * What a subscriber understands: how the document is laid out, and how it is signed.
 */
public enum WebhookForm {

	/**
	 * SendPost: {@code event} and {@code emailMessage}; HMAC-SHA256 of the body in
	 * {@code X-SendPost-Signature}. It has no name for
	 * {@link WebhookEventType#CANCELLED}.
	 */
	SENDPOST,

	/**
	 * Email API: {@code type} and {@code data}; HMAC-SHA256 of the body in
	 * {@code X-Webhook-Signature}.
	 */
	EMAIL_API,

	/**
	 * Sendry: names with underscores; HMAC-SHA256 of time and body in
	 * {@code X-Sendry-Signature}.
	 */
	SENDRY,

	/**
	 * Standard Webhooks: {@code type}, {@code timestamp} and {@code data}; HMAC-SHA256 of
	 * id, time and body in {@code webhook-signature}.
	 */
	STANDARD_WEBHOOKS;

	/**
	 * Whether it has a name for a type of event.
	 */
	boolean knows(WebhookEventType type) {
		return this != SENDPOST || type != WebhookEventType.CANCELLED;
	}

}
