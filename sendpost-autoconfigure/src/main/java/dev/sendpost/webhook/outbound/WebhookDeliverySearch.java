package dev.sendpost.webhook.outbound;

import java.util.UUID;

import dev.sendpost.webhook.outbound.WebhookException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to find, newest first.
 *
 * @param state in which state, or {@code null} for any
 * @param after the delivery that the page follows, or {@code null} for the first page
 * @param size how many there are to a page at most
 */
public record WebhookDeliverySearch(WebhookDelivery.@Nullable State state, @Nullable UUID after, int size) {

	/** How many deliveries there are to a page at most. */
	public static final int MAX_SIZE = 200;

	/** The first page of all. */
	public static final WebhookDeliverySearch ALL = new WebhookDeliverySearch(null, null, 50);

	/**
	 * Create a search.
	 * @throws WebhookException if the size is out of its range
	 */
	public WebhookDeliverySearch {
		if (size < 1 || size > MAX_SIZE) {
			throw new WebhookException(Reason.INVALID, "A page has 1 to " + MAX_SIZE + " deliveries, not " + size);
		}
	}

}
