package dev.sendpost.webhook.inbound.signature;

import java.time.Duration;

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

	/**
	 * How long a webhook has to be remembered after it was verified, so that a copy of it
	 * is recognised.
	 * @return twice how far the time of a signature may be off; seven days where a
	 * signature has no time and so is good for ever, which is longer than providers
	 * repeat a delivery
	 */
	default Duration retention() {
		return Duration.ofDays(7);
	}

}
