package dev.sendpost.event;

import dev.sendpost.EmailStatus;
import org.jspecify.annotations.Nullable;

/**
 * What can become known about a message. One vocabulary: each provider's names are
 * translated to it.
 */
public enum DeliveryEventType {

	/** The gateway accepted it. */
	PROCESSED(EmailStatus.QUEUED),

	/** The next hop took responsibility for it. */
	SENT(EmailStatus.SENT),

	/** The recipient's side reported delivery. */
	DELIVERED(EmailStatus.DELIVERED),

	/** Refused for the moment, a soft bounce; it is tried again. */
	DEFERRED(EmailStatus.DEFERRED),

	/** Refused for good, a hard bounce. */
	BOUNCED(EmailStatus.BOUNCED),

	/** A policy of our own kept it back. */
	DROPPED(EmailStatus.DROPPED),

	/** No transport could take it. */
	FAILED(EmailStatus.FAILED),

	/** Called back before it was sent. */
	CANCELLED(EmailStatus.CANCELLED),

	/** The recipient reported it as spam. */
	COMPLAINED(null),

	/** The recipient opened it. */
	OPENED(null),

	/** The recipient followed a link. */
	CLICKED(null),

	/** The recipient asked for no more of this. */
	UNSUBSCRIBED(null);

	private final @Nullable EmailStatus status;

	DeliveryEventType(@Nullable EmailStatus status) {
		this.status = status;
	}

	/**
	 * Where the event takes a recipient that has not got further.
	 * @return the status, or {@code null} if it changes none
	 */
	public @Nullable EmailStatus status() {
		return this.status;
	}

	/**
	 * The event that tells of a status.
	 * @param status a status that a recipient can come to
	 * @return the type
	 * @throws IllegalArgumentException if no event leads to the status
	 */
	public static DeliveryEventType of(EmailStatus status) {
		for (DeliveryEventType type : values()) {
			if (type.status == status) {
				return type;
			}
		}
		throw new IllegalArgumentException("No event leads to " + status);
	}

}
