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
 * @param heldUntil when there will be room on the routes, if none had any and nothing was
 * tried; otherwise {@code null}
 */
public record RoutingResult(List<RecipientOutcome> outcomes, @Nullable TransportException failure,
		@Nullable Instant heldUntil) {

	/**
	 * Create a result.
	 */
	public RoutingResult {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * The result of a message that was tried.
	 * @param outcomes one for each recipient
	 * @param failure why recipients are left, or {@code null}
	 */
	public RoutingResult(List<RecipientOutcome> outcomes, @Nullable TransportException failure) {
		this(outcomes, failure, null);
	}

}
