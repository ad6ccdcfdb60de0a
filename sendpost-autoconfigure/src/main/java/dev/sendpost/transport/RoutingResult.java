package dev.sendpost.transport;

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

}
