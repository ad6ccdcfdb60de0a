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

	/** Numbers from here on are not given to stored domains, which are counted from 1. */
	private static final int FIRST_NUMBER = 1 << 30;

	private final Map<UUID, RegisteredDomain> domains = new LinkedHashMap<>();

	ConfiguredDomains(List<ConfiguredDomain> configured, RecordsToPublish records, Instant now) {
		for (ConfiguredDomain domain : configured) {
			List<PublishedKey> keys = domain.published();
			UUID id = UUID
				.nameUUIDFromBytes((domain.name() + "\n" + domain.subAccount()).getBytes(StandardCharsets.UTF_8));
			SendingDomain sending = new SendingDomain(id, number(id), domain.name(), domain.subAccount(), true, true,
					records.list(domain.name(), keys), now, null);
			if (this.domains.put(id, new RegisteredDomain(sending, keys, signing(domain))) != null) {
				throw new SendingDomainExistsException(domain.name());
			}
		}
	}

	/**
	 * A number from the id, the same on each node and after each start, unless another
	 * domain has it.
	 */
	private long number(UUID id) {
		long number = FIRST_NUMBER + Math.floorMod(id.getMostSignificantBits(), FIRST_NUMBER);
		while (isTaken(number)) {
			number = (number == Integer.MAX_VALUE) ? FIRST_NUMBER : number + 1;
		}
		return number;
	}

	private boolean isTaken(long number) {
		return this.domains.values().stream().anyMatch((registered) -> registered.domain().number() == number);
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
