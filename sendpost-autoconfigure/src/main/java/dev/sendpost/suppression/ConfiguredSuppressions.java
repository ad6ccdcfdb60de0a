package dev.sendpost.suppression;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Entries from the configuration, held in memory.
 */
final class ConfiguredSuppressions {

	private final Map<UUID, Suppression> byKey = new HashMap<>();

	ConfiguredSuppressions(Collection<SuppressionTarget> targets, SuppressionKeys keys) {
		for (SuppressionTarget target : targets) {
			this.byKey.put(keys.plain(target), new Suppression(0, target, SuppressionReason.MANUAL,
					SuppressionScope.account(), null, null, null, Suppression.BY_CONFIGURATION));
		}
	}

	List<Suppression> all() {
		return this.byKey.values()
			.stream()
			.sorted(Comparator.comparing((entry) -> String.valueOf(entry.target())))
			.toList();
	}

	boolean contains(UUID key) {
		return this.byKey.containsKey(key);
	}

	List<Suppression> find(Collection<UUID> keys) {
		if (this.byKey.isEmpty()) {
			return List.of();
		}
		return keys.stream().filter(this.byKey::containsKey).map(this.byKey::get).toList();
	}

}
