package dev.sendpost.webhook.inbound.signature;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a webhook whose signature is good.
 *
 * @param replayKey the same for each copy of the webhook, and for no other of its source:
 * an id that the signature covers, or the signature itself
 * @param signedAt when it was signed, or {@code null} if the scheme does not say so
 */
public record Verification(String replayKey, @Nullable Instant signedAt) {

}
