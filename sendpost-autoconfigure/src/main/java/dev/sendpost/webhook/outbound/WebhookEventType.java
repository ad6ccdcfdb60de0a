package dev.sendpost.webhook.outbound;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import dev.sendpost.event.DeliveryEventType;

/**
 * What a subscriber can be told of: each kind of fact, and the first opening and click of
 * a recipient by themselves.
 */
public enum WebhookEventType {

	/** The message was accepted. It tells of all its recipients at once. */
	PROCESSED(DeliveryEventType.PROCESSED),

	/** The next hop took responsibility for it. */
	SENT(DeliveryEventType.SENT),

	/** The recipient's side reported delivery. */
	DELIVERED(DeliveryEventType.DELIVERED),

	/** It was refused for the moment, a soft bounce. */
	DEFERRED(DeliveryEventType.DEFERRED),

	/** It was refused for good, a hard bounce. */
	BOUNCED(DeliveryEventType.BOUNCED),

	/** A policy kept it back. */
	DROPPED(DeliveryEventType.DROPPED),

	/** No transport could take it. */
	FAILED(DeliveryEventType.FAILED),

	/** It was called back before it was sent. */
	CANCELLED(DeliveryEventType.CANCELLED),

	/** The recipient reported it as spam. */
	COMPLAINED(DeliveryEventType.COMPLAINED),

	/** It was opened. */
	OPENED(DeliveryEventType.OPENED),

	/** A link was followed. */
	CLICKED(DeliveryEventType.CLICKED),

	/** The recipient asked for no more of this. */
	UNSUBSCRIBED(DeliveryEventType.UNSUBSCRIBED),

	/** A person opened it for the first time, as far as is known. */
	FIRST_OPENED(DeliveryEventType.OPENED),

	/** A person followed a link for the first time, as far as is known. */
	FIRST_CLICKED(DeliveryEventType.CLICKED);

	private static final String PREFIX = "email.";

	private final DeliveryEventType fact;

	WebhookEventType(DeliveryEventType fact) {
		this.fact = fact;
	}

	/**
	 * The kind of fact that leads to it.
	 * @return the kind
	 */
	public DeliveryEventType fact() {
		return this.fact;
	}

	/**
	 * Whether only the first fact of its kind about a recipient leads to it.
	 */
	boolean firstOnly() {
		return this == FIRST_OPENED || this == FIRST_CLICKED;
	}

	/**
	 * What it is called in documents, for example {@code email.bounced}.
	 * @return the name
	 */
	public String id() {
		return PREFIX + name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Find a type by what it is called.
	 * @param id for example {@code email.bounced}
	 * @return the type, or nothing if none is called so
	 */
	public static Optional<WebhookEventType> of(String id) {
		return Arrays.stream(values()).filter((type) -> type.id().equals(id)).findFirst();
	}

}
