package dev.sendpost.webhook.outbound;

import java.time.Duration;

/**
 * Forgets old deliveries, and those of subscribers that were removed.
 */
public final class WebhookRetention {

	private final JdbcWebhookSubscribers subscribers;

	private final WebhookDeliveries deliveries;

	private final Duration retention;

	/**
	 * Create a retention.
	 * @param subscribers who there is
	 * @param deliveries what to delete from
	 * @param retention how long deliveries are kept, also those that still wait
	 */
	public WebhookRetention(JdbcWebhookSubscribers subscribers, WebhookDeliveries deliveries, Duration retention) {
		this.subscribers = subscribers;
		this.deliveries = deliveries;
		this.retention = retention;
	}

	/**
	 * Delete all that is due to be deleted now.
	 */
	public void apply() {
		this.deliveries.deleteUnlessOf((id) -> this.subscribers.find(id).isPresent());
		this.deliveries.deleteBefore(this.deliveries.store().now().minus(this.retention));
	}

}
