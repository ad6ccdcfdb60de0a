package dev.sendpost.event;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message that a report is about, and whom of its recipients.
 *
 * @param emailId the id of the message
 * @param recipient the recipient, or {@code null} if the report may be about several
 * @param transport the name of the transport that gave the recipient's last outcome, or
 * {@code null} if none has or the recipient is not known
 * @param acceptedAt when the message was accepted, before which nothing happened to it
 * @param beingSent whether a node is sending the message right now, so that its own
 * outcome is still to come
 */
public record SentMessage(UUID emailId, @Nullable EmailAddress recipient, @Nullable String transport,
		Instant acceptedAt, boolean beingSent) {

}
