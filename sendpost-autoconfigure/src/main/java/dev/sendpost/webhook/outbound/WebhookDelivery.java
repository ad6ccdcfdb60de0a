package dev.sendpost.webhook.outbound;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One fact for one subscriber.
 *
 * @param id identifies it, the same with each attempt, so that the subscriber can tell
 * what it knows already
 * @param subscriberId the id of the subscriber
 * @param type what it tells of
 * @param emailId the id of the message
 * @param eventId the id of the fact
 * @param subAccount the sub-account whose message it is
 * @param state what became of it
 * @param attempts how many attempts there were
 * @param createdAt when the fact was recorded
 * @param dueAt when it is attempted next, or {@code null} if it no longer waits
 */
public record WebhookDelivery(UUID id, UUID subscriberId, WebhookEventType type, UUID emailId, UUID eventId,
		String subAccount, State state, int attempts, Instant createdAt, @Nullable Instant dueAt) {

	/**
	 * What became of a delivery.
	 */
	public enum State {

		/** It waits for its first attempt, or for another. */
		WAITING,

		/** The subscriber answered with a status from 200 to 299. */
		DELIVERED,

		/** It was given up. */
		FAILED,

		/** The fact is no longer known: it was erased, or is too old. */
		DISCARDED

	}

}
