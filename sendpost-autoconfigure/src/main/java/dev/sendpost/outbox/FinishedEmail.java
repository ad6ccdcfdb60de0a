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
 */
record FinishedEmail(ClaimedEmail email, List<DeliveryEvent> events, EmailStatus status, @Nullable Instant dueAt,
		int attempts) {

}
