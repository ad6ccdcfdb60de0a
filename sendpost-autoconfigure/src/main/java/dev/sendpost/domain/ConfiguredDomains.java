package dev.sendpost.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.domain.dkim.DkimKey;

/**
 * The domains from the properties, and what this node found of their records. Whoever
 * configures the application vouches for them: one counts as verified until the name
 * system says otherwise.
 */
final class ConfiguredDomains {

	private final Map<UUID, RegisteredDomain> domains = new LinkedHashMap<>();

	ConfiguredDomains(List<ConfiguredDomain> configured, RecordsToPublish records, Instant now) {
		for (ConfiguredDomain domain : configured) {
			List<PublishedKey> keys = domain.published();
			UUID id = UUID
				.nameUUIDFromBytes((domain.name() + "\n" + domain.subAccount()).getBytes(StandardCharsets.UTF_8));
			SendingDomain sending = new SendingDomain(id, domain.name(), domain.subAccount(), true, true,
					records.list(domain.name(), keys), now, null);
			if (this.domains.put(id, new RegisteredDomain(sending, keys, signing(domain))) != null) {
				throw new SendingDomainExistsException(domain.name());
			}
		}
	}

	private static List<SigningKey> signing(ConfiguredDomain domain) {
		return domain.keys()
			.entrySet()
			.stream()
			.filter((entry) -> domain.isFirst(entry.getKey(), entry.getValue()))
			.map((entry) -> {
				DkimKey key = new DkimKey(domain.name(), entry.getKey(), entry.getValue().algorithm(),
						entry.getValue().privateKey());
				return new SigningKey(UUID.randomUUID(), () -> key);
			})
			.toList();
	}

	synchronized Collection<RegisteredDomain> all() {
		return List.copyOf(this.domains.values());
	}

	synchronized Optional<RegisteredDomain> find(UUID id) {
		return Optional.ofNullable(this.domains.get(id));
	}

	/**
	 * Keep what was found.
	 * @return whether the domain was verified before
	 */
	synchronized boolean save(SendingDomain checked) {
		RegisteredDomain before = this.domains.get(checked.id());
		if (before == null) {
			return checked.verified();
		}
		this.domains.put(checked.id(), new RegisteredDomain(checked, before.keys(), before.signing()));
		return before.domain().verified();
	}

}
