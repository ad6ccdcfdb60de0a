package dev.sendpost.webhook.inbound.signature;

/**
 * Checks the signature of a webhook, over the octets as they came. It remembers nothing:
 * whether a webhook comes for the first time is for its {@link ReplayGuard} to say.
 */
@FunctionalInterface
public interface WebhookVerifier {

	/**
	 * Verify a webhook.
	 * @param request the webhook
	 * @return what is known now that it can be believed
	 * @throws WebhookVerificationException if it cannot be believed, with the reason
	 */
	Verification verify(WebhookRequest request);

}
