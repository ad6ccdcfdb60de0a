package dev.sendpost.bounce;

import java.util.Locale;

import dev.sendpost.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What a server did with a message for one recipient (RFC 3464 section 2.3.3).
 */
public enum DeliveryAction {

	/** It could not be delivered, and is not tried again. */
	FAILED,

	/** It could not be delivered yet, and is tried again. */
	DELAYED,

	/** It was delivered. */
	DELIVERED,

	/** It was handed to a system that does not report. */
	RELAYED,

	/** It was delivered, and forwarded from there to several addresses. */
	EXPANDED;

	/**
	 * Find the action that a report names, or else the one that follows from the class of
	 * the status.
	 */
	static @Nullable DeliveryAction of(@Nullable String name, @Nullable EnhancedStatusCode status) {
		if (name != null) {
			String word = name.strip().toUpperCase(Locale.ROOT);
			for (DeliveryAction action : values()) {
				if (word.startsWith(action.name())) {
					return action;
				}
			}
		}
		if (status == null) {
			return null;
		}
		return switch (status.classCode()) {
			case 5 -> FAILED;
			case 4 -> DELAYED;
			default -> DELIVERED;
		};
	}

}
