package dev.sendpost.webhook.inbound;

import java.util.List;

/**
 * All whose webhooks are received.
 *
 * @param sources the sources
 */
public record ReceivingSources(List<ReceivingSource> sources) {

	/**
	 * Create the sources.
	 */
	public ReceivingSources {
		sources = List.copyOf(sources);
	}

	/**
	 * Their names.
	 * @return the names, in their order
	 */
	public List<String> names() {
		return this.sources.stream().map(ReceivingSource::name).toList();
	}

}
