package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactStatus;
import org.jspecify.annotations.Nullable;

/**
 * A contact, as the service shows it.
 *
 * @param id its id
 * @param email the address
 * @param firstName the given name, or {@code null}
 * @param lastName the family name, or {@code null}
 * @param metadata what else is known, or {@code null} if nothing is
 * @param unsubscribed whether it wants no broadcast mail
 * @param createdAt since when it is known
 * @param updatedAt when its details changed last
 */
record ContactView(String id, String email, @Nullable String firstName, @Nullable String lastName,
		@Nullable Map<String, String> metadata, boolean unsubscribed, Instant createdAt, Instant updatedAt) {

	static ContactView of(Contact contact) {
		Map<String, String> fields = new TreeMap<>(contact.fields());
		String firstName = fields.remove(ContactBody.FIRST_NAME);
		String lastName = fields.remove(ContactBody.LAST_NAME);
		return new ContactView(contact.id().toString(), contact.address().address(), firstName, lastName,
				fields.isEmpty() ? null : fields, contact.status() == ContactStatus.UNSUBSCRIBED, contact.createdAt(),
				contact.changedAt());
	}

}
