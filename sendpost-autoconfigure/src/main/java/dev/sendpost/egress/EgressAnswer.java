package dev.sendpost.egress;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param status the status code
 * @param excerpt the beginning of the body
 * @param retryAfter how long the server asks to be left alone, or {@code null} if it does
 * not say
 */
public record EgressAnswer(int status, String excerpt, @Nullable Duration retryAfter) {

}
