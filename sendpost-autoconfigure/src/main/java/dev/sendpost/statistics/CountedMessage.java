package dev.sendpost.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * A message and all facts about it. What it counts for follows from the facts alone,
 * whatever the order in which they came.
 *
 * @param subAccount the sub-account whose message it is
 * @param tags its tags
 * @param campaigns under what its campaign is counted: nothing, its name, or also that
 * with the variant
 * @param acceptedAt when it was accepted, in milliseconds since 1970
 * @param counted whether its acceptance was counted before
 * @param recipients the mailboxes that it is for
 * @param facts the facts, in any order
 */
record CountedMessage(String subAccount, List<String> tags, List<String> campaigns, long acceptedAt, boolean counted,
		List<String> recipients, List<CountedFact> facts) {

	/** Someone among several recipients, nobody knows who. */
	private static final String SOMEONE = "";

	private static final Comparator<CountedFact> ORDER = Comparator.comparingLong(CountedFact::time)
		.thenComparing(CountedFact::id);

	/**
	 * Count what was not counted before. A fact that is earlier than one that was counted
	 * may take its place.
	 */
	void countNew(Cells cells, Function<String, String> providers) {
		if (!this.counted) {
			countAcceptance(cells, providers);
		}
		if (this.facts.stream().allMatch(CountedFact::counted)) {
			return;
		}
		count(this.facts, cells, providers, 1);
		count(this.facts.stream().filter(CountedFact::counted).toList(), cells, providers, -1);
	}

	/**
	 * Count again what was counted before.
	 */
	void countAgain(Cells cells, Function<String, String> providers) {
		if (this.counted) {
			countAcceptance(cells, providers);
		}
		count(this.facts.stream().filter(CountedFact::counted).toList(), cells, providers, 1);
	}

	private void countAcceptance(Cells cells, Function<String, String> providers) {
		for (String recipient : this.recipients) {
			cells.add(this, Counter.PROCESSED, this.acceptedAt, providers.apply(recipient), null, 1);
		}
	}

	private void count(List<CountedFact> facts, Cells cells, Function<String, String> providers, int by) {
		List<CountedFact> inOrder = new ArrayList<>(facts);
		inOrder.sort(ORDER);
		Set<String> dropped = new HashSet<>();
		Map<String, String> transports = new HashMap<>();
		for (CountedFact fact : inOrder) {
			if (fact.type() == DeliveryEventType.DROPPED) {
				dropped.addAll(concerned(fact, Set.of()));
			}
			String transport = fact.transport();
			if (fact.type() == DeliveryEventType.SENT && transport != null) {
				concerned(fact, Set.of()).forEach((mailbox) -> transports.putIfAbsent(mailbox, transport));
			}
		}
		Map<Counter, Set<String>> known = new EnumMap<>(Counter.class);
		for (CountedFact fact : inOrder) {
			for (String mailbox : concerned(fact, dropped)) {
				String provider = mailbox.equals(SOMEONE) ? null : providers.apply(mailbox);
				String transport = (fact.transport() != null) ? fact.transport() : transports.get(mailbox);
				Counter once = fact.once();
				if (once != null && known.computeIfAbsent(once, (absent) -> new HashSet<>()).add(mailbox)) {
					cells.add(this, once, fact.time(), provider, transport, by);
				}
				Counter eachTime = fact.eachTime();
				if (eachTime != null) {
					cells.add(this, eachTime, fact.time(), provider, transport, by);
				}
			}
		}
	}

	/**
	 * Whom a fact is about. One that names nobody is about all who were not dropped,
	 * unless it is what a single reader did.
	 */
	private List<String> concerned(CountedFact fact, Set<String> dropped) {
		@Nullable String mailbox = fact.mailbox();
		if (mailbox != null) {
			return List.of(mailbox);
		}
		if (this.recipients.size() == 1) {
			return this.recipients;
		}
		if (fact.type().status() == null) {
			return List.of(SOMEONE);
		}
		return (fact.type() == DeliveryEventType.DROPPED) ? this.recipients
				: this.recipients.stream().filter((recipient) -> !dropped.contains(recipient)).toList();
	}

}
