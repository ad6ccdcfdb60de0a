package dev.sendpost.webhook.outbound;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to tell a subscriber.
 *
 * @param number the how-many-th attempt it was, from 1
 * @param attemptedAt when it began
 * @param duration how long it took
 * @param status the status of the answer, or {@code null} if there was none
 * @param answer the beginning of the answer's body, or {@code null} if there was none
 * @param problem why it failed, or {@code null} if it did not
 */
public record WebhookAttempt(int number, Instant attemptedAt, Duration duration, @Nullable Integer status,
		@Nullable String answer, @Nullable String problem) {

}
