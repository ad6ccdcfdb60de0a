package dev.sendpost.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was committed and what arrived.
 *
 * @param kills what was killed
 * @param deals what the application committed
 * @param rolledBack what it rolled back
 * @param queued the messages that the outbox knows
 * @param notSent those of them that it does not believe to be sent
 * @param arrivals what arrived
 * @param inFlight at how many kills each message was in flight
 */
record Outcome(Cluster.Kills kills, List<Deal> deals, Set<UUID> rolledBack, List<String> queued, List<String> notSent,
		List<Arrival> arrivals, Map<String, Integer> inFlight) {

	/**
	 * A row of business, and the message about it.
	 */
	record Deal(UUID id, String messageId, int recipients, Instant begunAt, @Nullable Instant sendAt) {

		boolean isReportedBy(Arrival arrival) {
			return arrival.recipients().size() == this.recipients
					&& arrival.recipients().stream().allMatch((recipient) -> recipient.startsWith(this.id.toString()));
		}

		Instant dueAt() {
			return (this.sendAt != null) ? this.sendAt : this.begunAt;
		}

	}

	void assertNothingLost() {
		Map<String, List<Arrival>> arrived = byMessageId();
		assertThat(this.deals).as("what was committed").isNotEmpty();
		assertThat(this.deals).as("what was committed and did not arrive")
			.filteredOn((deal) -> !arrived.containsKey(deal.messageId()))
			.isEmpty();
		assertThat(this.deals).as("what did not arrive for all whom it concerns")
			.filteredOn((deal) -> !arrived.get(deal.messageId()).stream().allMatch(deal::isReportedBy))
			.isEmpty();
		assertThat(this.notSent).as("messages that are not recorded as sent").isEmpty();
	}

	void assertNothingInvented() {
		Set<String> committed = new HashSet<>();
		this.deals.forEach((deal) -> committed.add(deal.messageId()));
		assertThat(this.arrivals).as("what arrived and was not committed")
			.filteredOn((arrival) -> !committed.contains(arrival.messageId()))
			.isEmpty();
		assertThat(this.queued).as("what is queued and was not committed")
			.filteredOn((messageId) -> !committed.contains(messageId))
			.isEmpty();
		assertThat(this.rolledBack).as("transactions rolled back").isNotEmpty();
		assertThat(this.deals).as("what was committed and rolled back")
			.filteredOn((deal) -> this.rolledBack.contains(deal.id()))
			.isEmpty();
	}

	/**
	 * What arrives again was in flight at a kill, and is the same.
	 */
	void assertNothingRepeatedButWhatWasInFlight() {
		byMessageId().forEach((messageId, same) -> {
			assertThat(same.size() - 1).as("repetitions of %s: %s", messageId, same)
				.isLessThanOrEqualTo(this.inFlight.getOrDefault(messageId, 0));
			assertThat(same).as("arrivals of " + messageId)
				.extracting(Arrival::checksum)
				.containsOnly(same.get(0).checksum());
		});
	}

	void assertNothingRepeated() {
		assertThat(byMessageId()).allSatisfy((messageId, same) -> assertThat(same).hasSize(1));
	}

	/**
	 * Each message arrived at its time.
	 * @param early how much earlier it may have: by how much a node that reads the clock
	 * of the database can be wrong
	 * @param late how much later it may have: how long a busy machine keeps nodes waiting
	 */
	void assertNothingEarlyOrLate(Duration early, Duration late) {
		Map<String, List<Arrival>> arrived = byMessageId();
		assertThat(this.deals).extracting(Deal::sendAt)
			.as("times of messages to send later")
			.anyMatch((time) -> time != null);
		assertThat(this.deals).allSatisfy((deal) -> assertThat(arrived.get(deal.messageId()).get(0).at())
			.isBetween(deal.dueAt().minus(early), deal.dueAt().plus(late)));
	}

	private Map<String, List<Arrival>> byMessageId() {
		Map<String, List<Arrival>> arrived = new HashMap<>();
		for (Arrival arrival : this.arrivals) {
			arrived.computeIfAbsent(arrival.messageId(), (id) -> new ArrayList<>()).add(arrival);
		}
		return arrived;
	}

	private Duration longestDelay() {
		Map<String, List<Arrival>> arrived = byMessageId();
		return this.deals.stream()
			.filter((deal) -> arrived.containsKey(deal.messageId()))
			.map((deal) -> Duration.between(deal.dueAt(), arrived.get(deal.messageId()).get(0).at()))
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	/**
	 * The figures, for people.
	 */
	String report() {
		Map<String, List<Arrival>> arrived = byMessageId();
		int inFlight = this.inFlight.values().stream().mapToInt(Integer::intValue).sum();
		return "killed: %s; committed: %d messages, rolled back: %d; lost: %d; arrived again: %d of %d in flight at a kill; longest delay: %d ms"
			.formatted(this.kills, this.deals.size(), this.rolledBack.size(),
					this.deals.stream().filter((deal) -> !arrived.containsKey(deal.messageId())).count(),
					this.arrivals.size() - arrived.size(), inFlight, longestDelay().toMillis());
	}

}
