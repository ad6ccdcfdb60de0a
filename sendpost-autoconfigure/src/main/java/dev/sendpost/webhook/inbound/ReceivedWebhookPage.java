package dev.sendpost.webhook.inbound;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param webhooks the webhooks, newest first
 * @param next where the next page begins, or {@code null} if this is the last
 */
public record ReceivedWebhookPage(List<ReceivedWebhook> webhooks, @Nullable UUID next) {

	/**
	 * Create a page.
	 */
	public ReceivedWebhookPage {
		webhooks = List.copyOf(webhooks);
	}

}
