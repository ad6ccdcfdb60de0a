package dev.sendpost.outbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.sendpost.outbox.DeferredMail.Domain;
import dev.sendpost.outbox.DeferredMail.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Puts deferred messages together that wait for the same.
 */
final class DeferredGroups {

	/** What is different in each reply of a server: numbers, and ids that have some. */
	private static final Pattern VARYING = Pattern.compile("[A-Za-z0-9_+/=-]*\\d[A-Za-z0-9_+/=-]*");

	private final Map<String, Group> domains = new LinkedHashMap<>();

	private final Map<String, Group> reasons = new LinkedHashMap<>();

	void add(UUID id, Instant dueAt, String domain, @Nullable String transport, String reason) {
		String kind = VARYING.matcher(reason).replaceAll("#");
		this.domains.computeIfAbsent(domain, (name) -> new Group(name, null)).add(id, dueAt, kind, reason);
		this.reasons.computeIfAbsent(transport + " " + kind, (absent) -> new Group(reason, transport))
			.add(id, dueAt, kind, reason);
	}

	List<Domain> domains() {
		return this.domains.values()
			.stream()
			.sorted(Group.LARGEST_FIRST)
			.map((group) -> new Domain(group.name, group.messages.size(), group.dueAt, group.mostFrequentReason()))
			.toList();
	}

	List<Reason> reasons() {
		return this.reasons.values()
			.stream()
			.sorted(Group.LARGEST_FIRST)
			.map((group) -> new Reason(group.name, group.transport, group.messages.size(), group.dueAt))
			.toList();
	}

	/**
	 * Messages that have something in common.
	 */
	private static final class Group {

		private static final Comparator<Group> LARGEST_FIRST = Comparator
			.comparingInt((Group group) -> group.messages.size())
			.reversed()
			.thenComparing((group) -> group.name);

		private final String name;

		private final @Nullable String transport;

		private final Set<UUID> messages = new HashSet<>();

		private final Map<String, Integer> kinds = new HashMap<>();

		private final Map<String, String> examples = new HashMap<>();

		private Instant dueAt = Instant.MAX;

		Group(String name, @Nullable String transport) {
			this.name = name;
			this.transport = transport;
		}

		void add(UUID id, Instant dueAt, String kind, String reason) {
			this.messages.add(id);
			this.dueAt = dueAt.isBefore(this.dueAt) ? dueAt : this.dueAt;
			this.kinds.merge(kind, 1, Integer::sum);
			this.examples.putIfAbsent(kind, reason);
		}

		String mostFrequentReason() {
			return this.kinds.entrySet()
				.stream()
				.max(Map.Entry.comparingByValue())
				.map((kind) -> this.examples.getOrDefault(kind.getKey(), ""))
				.orElse("");
		}

	}

}
