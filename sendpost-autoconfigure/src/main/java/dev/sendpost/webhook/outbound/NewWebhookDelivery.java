package dev.sendpost.webhook.outbound;

import java.util.UUID;

import dev.sendpost.event.RecordedEvent;

/**
 * A fact for a subscriber.
 *
 * @param subscriberId the id of the subscriber
 * @param type what it tells of
 * @param fact the fact
 */
record NewWebhookDelivery(UUID subscriberId, WebhookEventType type, RecordedEvent fact) {

}
