package dev.sendpost.webhook.outbound;

import java.time.Duration;

/**
 * What waits for subscribers.
 *
 * @param told how many deliveries wait for subscribers that are told
 * @param held how many wait for subscribers that are paused or disabled
 * @param delay for how long that of the first has been due which waits longest, zero if
 * none is due
 */
public record WebhookQueueState(long told, long held, Duration delay) {
}
