package dev.sendpost.transport;

import java.time.Instant;
import java.util.List;

import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of sending a message by its routes.
 *
 * @param outcomes one for each recipient, in the order of the recipients
 * @param failure why recipients are left that no transport settled, or {@code null} if
 * all were settled
 */
public record RoutingResult(List<RecipientOutcome> outcomes, @Nullable TransportException failure) {

	/**
	 * Create a result.
	 */
	public RoutingResult {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * When there may be room, if want of room is what recipients are left for.
	 * @return the time, or {@code null} if they are left for something else
	 */
	public @Nullable Instant roomAt() {
		return (this.failure instanceof NoRoomException full) ? full.until() : null;
	}

}
