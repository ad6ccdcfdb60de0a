package dev.sendpost.webhook.inbound;

import org.jspecify.annotations.Nullable;

/**
 * A source of webhooks as it is set up, for people to look at.
 *
 * @param name its name
 * @param provider who sends them, such as {@code resend}, or {@code null} if the
 * application verifies them in its own way
 * @param scheme how they are verified, in words
 * @param path where they are received, below the context path, or {@code null} if a
 * controller of the application receives them
 */
public record ConfiguredWebhookSource(String name, @Nullable String provider, String scheme, @Nullable String path) {

}
