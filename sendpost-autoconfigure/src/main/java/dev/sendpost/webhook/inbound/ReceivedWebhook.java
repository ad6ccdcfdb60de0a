package dev.sendpost.webhook.inbound;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A webhook that was received.
 *
 * @param id identifies it
 * @param source the name of its source
 * @param receivedAt when it was received
 * @param state what became of it
 * @param reason why, or what it waits for, or {@code null}
 * @param attempts how often it was processed
 * @param dueAt when it is looked at next, or {@code null} if it has got as far as it gets
 * @param kept whether what it says is kept
 */
public record ReceivedWebhook(UUID id, String source, Instant receivedAt, WebhookDeliveryState state,
		@Nullable String reason, int attempts, @Nullable Instant dueAt, boolean kept) {

}
