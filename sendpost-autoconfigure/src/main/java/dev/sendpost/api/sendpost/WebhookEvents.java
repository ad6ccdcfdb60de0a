package dev.sendpost.api.sendpost;

import java.util.EnumSet;
import java.util.Set;

import dev.sendpost.webhook.outbound.WebhookEventType;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is handed over, {@code CreateWebhookRequest} and {@code UpdateWebhook}.
 * What is not said stays as it is; of a new webhook, it is enabled and hears of nothing.
 */
record WebhookEvents(@Nullable Boolean enabled, @Nullable String url, @Nullable Boolean processed,
		@Nullable Boolean delivered, @Nullable Boolean dropped, @Nullable Boolean softBounced,
		@Nullable Boolean hardBounced, @Nullable Boolean opened, @Nullable Boolean clicked,
		@Nullable Boolean unsubscribed, @Nullable Boolean spam, @Nullable Boolean sent, @Nullable Boolean smtpDropped,
		@Nullable Boolean uniqueOpen, @Nullable Boolean uniqueClick) {

	/**
	 * What it is told of from now on.
	 * @param before what it was told of
	 */
	Set<WebhookEventType> events(Set<WebhookEventType> before) {
		Set<WebhookEventType> events = EnumSet.noneOf(WebhookEventType.class);
		events.addAll(before);
		set(events, WebhookEventType.PROCESSED, this.processed);
		set(events, WebhookEventType.DELIVERED, this.delivered);
		set(events, WebhookEventType.DROPPED, this.dropped);
		set(events, WebhookEventType.DEFERRED, this.softBounced);
		set(events, WebhookEventType.BOUNCED, this.hardBounced);
		set(events, WebhookEventType.OPENED, this.opened);
		set(events, WebhookEventType.CLICKED, this.clicked);
		set(events, WebhookEventType.UNSUBSCRIBED, this.unsubscribed);
		set(events, WebhookEventType.COMPLAINED, this.spam);
		set(events, WebhookEventType.SENT, this.sent);
		set(events, WebhookEventType.FAILED, this.smtpDropped);
		set(events, WebhookEventType.FIRST_OPENED, this.uniqueOpen);
		set(events, WebhookEventType.FIRST_CLICKED, this.uniqueClick);
		return events;
	}

	private static void set(Set<WebhookEventType> events, WebhookEventType type, @Nullable Boolean wanted) {
		if (Boolean.TRUE.equals(wanted)) {
			events.add(type);
		}
		else if (wanted != null) {
			events.remove(type);
		}
	}

}
