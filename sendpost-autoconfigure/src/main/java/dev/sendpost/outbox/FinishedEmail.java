package dev.sendpost.outbox;

import java.time.Instant;
import java.util.List;

import dev.sendpost.EmailStatus;
import dev.sendpost.event.DeliveryEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written about a message after an attempt.
 *
 * @param email the message
 * @param events the facts
 * @param status where the message stands now
 * @param dueAt when to try again, or {@code null} if it is settled
 * @param attempts how many attempts there were
 * @param sendAt the message's time from now on, by which its age is reckoned
 */
record FinishedEmail(ClaimedEmail email, List<DeliveryEvent> events, EmailStatus status, @Nullable Instant dueAt,
		int attempts, Instant sendAt) {

	FinishedEmail(ClaimedEmail email, List<DeliveryEvent> events, EmailStatus status, @Nullable Instant dueAt,
			int attempts) {
		this(email, events, status, dueAt, attempts, email.sendAt());
	}

}
