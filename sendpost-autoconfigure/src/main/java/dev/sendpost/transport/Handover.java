package dev.sendpost.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a message was handed over by SMTP.
 *
 * @param envelopeTime how long it took to say who it is from and for
 * @param messageTime how long it took to hand over its content
 * @param messageSize how many octets it has
 * @param response what the server said last to all of it, or {@code null} if it did not
 */
public record Handover(Duration envelopeTime, Duration messageTime, long messageSize, @Nullable String response) {

}
