package dev.sendpost.webhook.inbound;

import java.util.List;

/**
 * All sources of webhooks as they are set up.
 *
 * @param sources the sources, by their names
 */
public record ConfiguredWebhookSources(List<ConfiguredWebhookSource> sources) {

	/**
	 * Create the sources.
	 */
	public ConfiguredWebhookSources {
		sources = List.copyOf(sources);
	}

}
