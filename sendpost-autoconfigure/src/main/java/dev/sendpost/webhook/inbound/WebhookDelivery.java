package dev.sendpost.webhook.inbound;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A webhook that this node processes.
 *
 * @param id identifies it
 * @param lease what this node holds it by
 * @param source the name of its source
 * @param receivedAt when it was received
 * @param body its body
 * @param headers the header fields that were kept, or {@code null}
 * @param confirmationUrl what its sender wants confirmed, or {@code null}
 * @param attempts how often it was processed, this time included
 */
record WebhookDelivery(UUID id, UUID lease, String source, Instant receivedAt, StoredBody body,
		@Nullable String headers, @Nullable URI confirmationUrl, int attempts) {

}
