package dev.sendpost.api.sendry;

import java.time.Instant;

import dev.sendpost.audience.Contact;
import dev.sendpost.audience.Membership;
import dev.sendpost.suppression.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants no more mail, as the service shows it.
 *
 * @param id identifies the entry
 * @param email the address
 * @param listId the id of the audience, or {@code null} if it is about all broadcast mail
 * @param reason why, which is not kept
 * @param createdAt since when
 */
record UnsubscribeView(String id, String email, @Nullable String listId, @Nullable String reason,
		@Nullable Instant createdAt) {

	static UnsubscribeView of(Suppression entry) {
		return new UnsubscribeView(String.valueOf(entry.id()), String.valueOf(entry.target()), null, null,
				entry.since());
	}

	static UnsubscribeView of(Contact contact, Membership membership) {
		return new UnsubscribeView(membership.list().toString() + ListUnsubscribes.SEPARATOR + membership.contact(),
				contact.address().address(), membership.list().toString(), null, membership.since());
	}

}
