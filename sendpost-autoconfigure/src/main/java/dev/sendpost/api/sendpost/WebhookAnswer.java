package dev.sendpost.api.sendpost;

import java.util.Set;

import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookSubscriber;

/**
 * A webhook, {@code Webhook}: what it is told of, and when it was made, in nanoseconds.
 */
record WebhookAnswer(long id, boolean enabled, String url, boolean processed, boolean delivered, boolean dropped,
		boolean softBounced, boolean hardBounced, boolean opened, boolean clicked, boolean unsubscribed, boolean spam,
		boolean sent, boolean smtpDropped, boolean uniqueOpen, boolean uniqueClick, long created) {

	static WebhookAnswer of(WebhookSubscriber webhook) {
		Set<WebhookEventType> events = webhook.settings().events();
		return new WebhookAnswer(webhook.number(), webhook.state() == WebhookSubscriber.State.ACTIVE,
				webhook.settings().url(), events.contains(WebhookEventType.PROCESSED),
				events.contains(WebhookEventType.DELIVERED), events.contains(WebhookEventType.DROPPED),
				events.contains(WebhookEventType.DEFERRED), events.contains(WebhookEventType.BOUNCED),
				events.contains(WebhookEventType.OPENED), events.contains(WebhookEventType.CLICKED),
				events.contains(WebhookEventType.UNSUBSCRIBED), events.contains(WebhookEventType.COMPLAINED),
				events.contains(WebhookEventType.SENT), events.contains(WebhookEventType.FAILED),
				events.contains(WebhookEventType.FIRST_OPENED), events.contains(WebhookEventType.FIRST_CLICKED),
				Nanos.of(webhook.createdAt()));
	}

}
