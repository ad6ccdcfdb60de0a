package dev.sendpost.suppression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries about recipients, many at once.
 */
final class SuppressionLookup {

	private final SuppressionKeys keys;

	private final ConfiguredSuppressions configured;

	private final @Nullable JdbcSuppressions stored;

	private final @Nullable SuppressionFilter filter;

	SuppressionLookup(SuppressionKeys keys, ConfiguredSuppressions configured, @Nullable JdbcSuppressions stored,
			@Nullable SuppressionFilter filter) {
		this.keys = keys;
		this.configured = configured;
		this.stored = stored;
		this.filter = filter;
	}

	/**
	 * The entries about each recipient that concern a sub-account, as they are now.
	 * @return the entries of those about whom there are any
	 */
	Map<EmailAddress, List<Suppression>> find(Collection<EmailAddress> recipients, String subAccount) {
		return find(recipients, subAccount, null);
	}

	/**
	 * The same, but what another node added in the last seconds may be missing.
	 */
	Map<EmailAddress, List<Suppression>> findCheaply(Collection<EmailAddress> recipients, String subAccount) {
		return find(recipients, subAccount, this.filter);
	}

	private Map<EmailAddress, List<Suppression>> find(Collection<EmailAddress> recipients, String subAccount,
			@Nullable SuppressionFilter filter) {
		KeyFilter known = (filter != null) ? filter.known() : null;
		SuppressionKeys.Recipients maker = this.keys.recipients();
		Map<EmailAddress, List<Suppression>> found = new LinkedHashMap<>();
		Map<EmailAddress, List<UUID>> candidates = new HashMap<>();
		Map<String, List<UUID>> domains = new HashMap<>();
		for (EmailAddress recipient : recipients) {
			List<UUID> mailbox = candidates(maker.mailbox(recipient), known);
			List<UUID> domain = domains.computeIfAbsent(recipient.domain(),
					(absent) -> candidates(maker.domain(absent), known));
			if (!mailbox.isEmpty() || !domain.isEmpty()) {
				List<UUID> keys = new ArrayList<>(mailbox);
				keys.addAll(domain);
				add(found, recipient, this.configured.find(keys));
				candidates.put(recipient, keys);
			}
		}
		if (this.stored != null && !candidates.isEmpty()) {
			addStored(found, candidates, this.stored, subAccount);
		}
		return found;
	}

	/**
	 * Those of the keys under which there may be entries.
	 */
	private List<UUID> candidates(List<UUID> keys, @Nullable KeyFilter known) {
		if (known == null) {
			return keys;
		}
		List<UUID> candidates = List.of();
		for (UUID key : keys) {
			if (known.mayContain(key) || this.configured.contains(key)) {
				candidates = candidates.isEmpty() ? new ArrayList<>() : candidates;
				candidates.add(key);
			}
		}
		return candidates;
	}

	private static void addStored(Map<EmailAddress, List<Suppression>> found, Map<EmailAddress, List<UUID>> candidates,
			JdbcSuppressions stored, String subAccount) {
		Map<UUID, List<Suppression>> byKey = new HashMap<>();
		List<UUID> keys = candidates.values().stream().flatMap(List::stream).toList();
		for (StoredSuppression entry : stored.find(keys, subAccount)) {
			byKey.computeIfAbsent(entry.key(), (absent) -> new ArrayList<>()).add(entry.suppression());
		}
		if (byKey.isEmpty()) {
			return;
		}
		candidates.forEach(
				(recipient, own) -> own.forEach((key) -> add(found, recipient, byKey.getOrDefault(key, List.of()))));
	}

	private static void add(Map<EmailAddress, List<Suppression>> found, EmailAddress recipient,
			List<Suppression> suppressions) {
		if (!suppressions.isEmpty()) {
			found.computeIfAbsent(recipient, (absent) -> new ArrayList<>()).addAll(suppressions);
		}
	}

}
