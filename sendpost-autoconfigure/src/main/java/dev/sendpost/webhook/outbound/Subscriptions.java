package dev.sendpost.webhook.outbound;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * All subscribers at one moment.
 */
final class Subscriptions {

	private final Map<UUID, StoredSubscriber> all = new HashMap<>();

	/** Those that are enabled, by sub-account; those of the account by {@code null}. */
	private final Map<@Nullable String, List<StoredSubscriber>> enabled = new HashMap<>();

	private final Set<DeliveryEventType> types = EnumSet.noneOf(DeliveryEventType.class);

	Subscriptions(Collection<StoredSubscriber> subscribers) {
		for (StoredSubscriber stored : subscribers) {
			this.all.put(stored.id(), stored);
			if (stored.isEnabled()) {
				this.enabled.computeIfAbsent(stored.subscriber().subAccount(), (absent) -> new ArrayList<>())
					.add(stored);
				stored.subscriber().settings().events().forEach((type) -> this.types.add(type.fact()));
			}
		}
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	@Nullable StoredSubscriber find(UUID id) {
		return this.all.get(id);
	}

	/**
	 * The kinds of facts that anybody is told of.
	 */
	Set<DeliveryEventType> types() {
		return this.types;
	}

	/**
	 * Those who hear of the mail of a sub-account.
	 */
	Stream<StoredSubscriber> about(String subAccount) {
		return Stream.concat(this.enabled.getOrDefault(subAccount, List.of()).stream(),
				this.enabled.getOrDefault(null, List.of()).stream());
	}

}
