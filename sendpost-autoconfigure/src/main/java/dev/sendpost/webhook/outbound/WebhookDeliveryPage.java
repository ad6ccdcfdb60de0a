package dev.sendpost.webhook.outbound;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param deliveries the deliveries, newest first
 * @param next where the next page begins, or {@code null} if this is the last
 */
public record WebhookDeliveryPage(List<WebhookDelivery> deliveries, @Nullable UUID next) {

	/**
	 * Create a page.
	 */
	public WebhookDeliveryPage {
		deliveries = List.copyOf(deliveries);
	}

}
