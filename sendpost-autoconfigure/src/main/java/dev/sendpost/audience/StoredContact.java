package dev.sendpost.audience;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A contact as it is stored.
 *
 * @param membership how it stands to the list it was read of, or {@code null} if it was
 * read of none
 */
record StoredContact(UUID id, String subAccount, ContactDetails details, Instant createdAt, Instant changedAt,
		@Nullable MembershipStatus membership) {

	String mailbox() {
		return this.details.address().mailbox();
	}

}
