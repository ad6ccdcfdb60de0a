package dev.sendpost.statistics;

import java.util.UUID;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * What counts of a recorded fact.
 *
 * @param id identifies the fact
 * @param type what happened
 * @param mailbox whom it is about, or {@code null} if it names nobody
 * @param time when it happened, in milliseconds since 1970
 * @param transport the transport, or {@code null} if none is named
 * @param told whether a server or a provider said so, rather than the gateway alone
 * @param automated whether a machine did it
 * @param counted whether it was counted before
 */
record CountedFact(UUID id, DeliveryEventType type, @Nullable String mailbox, long time, @Nullable String transport,
		boolean told, boolean automated, boolean counted) {

	/**
	 * What a recipient counts for by this fact, at most once, or {@code null} if nothing.
	 */
	@Nullable Counter once() {
		return switch (this.type) {
			case SENT -> Counter.SENT;
			case DELIVERED -> Counter.DELIVERED;
			case DROPPED -> Counter.DROPPED;
			case FAILED -> Counter.SMTP_DROPPED;
			case DEFERRED -> this.told ? Counter.SOFT_BOUNCED : null;
			case BOUNCED -> Counter.HARD_BOUNCED;
			case OPENED -> this.automated ? null : Counter.UNIQUE_OPENED;
			case CLICKED -> this.automated ? null : Counter.UNIQUE_CLICKED;
			case UNSUBSCRIBED -> Counter.UNSUBSCRIBED;
			case COMPLAINED -> Counter.SPAM;
			case PROCESSED, CANCELLED -> null;
		};
	}

	/**
	 * What a recipient counts for by this fact, each time, or {@code null} if nothing.
	 */
	@Nullable Counter eachTime() {
		return switch (this.type) {
			case OPENED -> this.automated ? Counter.MACHINE_OPENED : Counter.OPENED;
			case CLICKED -> this.automated ? Counter.MACHINE_CLICKED : Counter.CLICKED;
			default -> null;
		};
	}

}
