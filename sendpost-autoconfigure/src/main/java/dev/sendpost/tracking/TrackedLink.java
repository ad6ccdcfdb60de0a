package dev.sendpost.tracking;

/**
 * A link in a message that tells of its clicks.
 *
 * @param message the message
 * @param target where the link leads: an {@code http:} or {@code https:} URL in ASCII
 */
public record TrackedLink(TrackedMessage message, String target) {

}
