package dev.sendpost.webhook.outbound;

/**
 * Published when a subscriber is told no more because of how it answers: it was paused,
 * or it answered 410 and was disabled. Listen to it to tell whoever owns the subscriber.
 *
 * @param subscriber the subscriber, with the reason
 */
public record WebhookSubscriberStoppedEvent(WebhookSubscriber subscriber) {

}
