package dev.sendpost.webhook.inbound.signature;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that send webhooks.
 */
public final class WebhookSources {

	private final Map<String, WebhookSource> sources = new TreeMap<>();

	/**
	 * Collect sources.
	 * @param sources the sources
	 * @throws IllegalArgumentException if two have the same name
	 */
	public WebhookSources(Collection<WebhookSource> sources) {
		for (WebhookSource source : sources) {
			if (this.sources.put(source.name(), source) != null) {
				throw new IllegalArgumentException("There are two sources named '" + source.name() + "'");
			}
		}
	}

	/**
	 * Find a source.
	 * @param name its name
	 * @return the source, if there is one
	 */
	public Optional<WebhookSource> find(String name) {
		return Optional.ofNullable(this.sources.get(name));
	}

	/**
	 * The names of all sources.
	 * @return the names, sorted
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.sources.keySet());
	}

}
