package dev.sendpost.webhook.outbound;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;

/**
 * A fact as a subscriber is told of it, and what is to be said of its message.
 *
 * @param delivery for whom it is
 * @param event the fact
 * @param stream the kind of mail
 * @param from who the message is from
 * @param subject its subject
 * @param recipients whom the fact is about: one, or up to {@value #MAX_RECIPIENTS} of all
 * @param tags its tags
 * @param metadata what the application wants to find again with it
 * @param acceptedAt when it was accepted
 * @param subAccountNumber identifies the sub-account where a service counts them
 */
record WebhookFact(WebhookDelivery delivery, DeliveryEvent event, String stream, EmailAddress from, String subject,
		List<EmailAddress> recipients, List<String> tags, Map<String, String> metadata, Instant acceptedAt,
		int subAccountNumber) {

	/** How many recipients are named. */
	static final int MAX_RECIPIENTS = 100;

	WebhookEventType type() {
		return this.delivery.type();
	}

	UUID emailId() {
		return this.delivery.emailId();
	}

}
