package dev.sendpost.webhook.inbound;

import java.io.IOException;
import java.net.URI;

/**
 * Tells a sender that its webhooks are wanted.
 */
@FunctionalInterface
public interface SubscriptionConfirmer {

	/**
	 * Confirm a subscription.
	 * @param url what to GET; the webhook that names it was verified, and so was where it
	 * leads to
	 * @throws IOException if it was not confirmed and may be tried again
	 */
	void confirm(URI url) throws IOException;

}
