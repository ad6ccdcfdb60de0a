package dev.sendpost;

import java.util.Collection;
import java.util.List;

/**
 * Where an {@link Email}, or one of its recipients, stands.
 */
public enum EmailStatus {

	/** Waits for its time. */
	SCHEDULED,

	/** Waits for its turn. */
	QUEUED,

	/** Is being handed to a transport. */
	SENDING,

	/** The next hop took responsibility for it. */
	SENT,

	/** The recipient's side reported delivery. */
	DELIVERED,

	/** Refused for the moment (RFC 3463 class 4); another attempt may succeed. */
	DEFERRED,

	/** Refused for good (RFC 3463 class 5). */
	BOUNCED,

	/** A policy of our own kept it back; nobody outside saw it. */
	DROPPED,

	/** No transport could say that it took it; the reason is with the outcome. */
	FAILED,

	/** Called back before it was sent. */
	CANCELLED;

	private static final List<EmailStatus> BEST_FIRST = List.of(DELIVERED, SENT, SENDING, QUEUED, SCHEDULED, DEFERRED,
			FAILED, BOUNCED, CANCELLED, DROPPED);

	/**
	 * Where a message stands as a whole: as well as its best-off recipient.
	 * @param statuses where its recipients stand
	 * @return the status, {@link #DROPPED} for a message without any recipient
	 */
	public static EmailStatus bestOff(Collection<EmailStatus> statuses) {
		return BEST_FIRST.stream().filter(statuses::contains).findFirst().orElse(DROPPED);
	}

}
