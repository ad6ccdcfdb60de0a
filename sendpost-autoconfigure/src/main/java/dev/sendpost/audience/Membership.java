package dev.sendpost.audience;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A contact on a list.
 *
 * @param list the id of the list
 * @param contact the id of the contact
 * @param status how it stands to the list
 * @param since since when, to the millisecond; while pending, when it was asked last
 * @param confirmedAt when the contact confirmed that it wants to be on the list, or
 * {@code null} if it did not
 * @param confirmedFrom the IP address it did so from, or {@code null} if that is not kept
 */
public record Membership(UUID list, UUID contact, MembershipStatus status, Instant since, @Nullable Instant confirmedAt,
		@Nullable String confirmedFrom) {

}
