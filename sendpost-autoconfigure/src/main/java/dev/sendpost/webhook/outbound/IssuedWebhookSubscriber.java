package dev.sendpost.webhook.outbound;

/**
 * A subscriber with its secret.
 *
 * @param subscriber the subscriber
 * @param secret the secret that signatures are made with
 */
public record IssuedWebhookSubscriber(WebhookSubscriber subscriber, String secret) {

	@Override
	public String toString() {
		return "IssuedWebhookSubscriber[" + this.subscriber + "]";
	}

}
