package dev.sendpost.audience;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to write to.
 *
 * @param id identifies the contact, a UUID of version 7: later ones are greater
 * @param details what is known of it
 * @param status whether it gets broadcast mail; for a contact of a list, of that list
 * @param createdAt since when it is known, to the millisecond
 * @param changedAt when its details changed last, to the millisecond
 */
public record Contact(UUID id, ContactDetails details, ContactStatus status, Instant createdAt, Instant changedAt) {

	/**
	 * Where it gets its mail.
	 * @return the address, with the name if that is known
	 */
	public EmailAddress address() {
		return this.details.address();
	}

	/**
	 * What language it reads.
	 * @return the locale, or {@code null} if that is not known
	 */
	public @Nullable Locale locale() {
		return this.details.locale();
	}

	/**
	 * What else is known of it, such as for templates.
	 * @return names and values
	 */
	public Map<String, String> fields() {
		return this.details.fields();
	}

	/**
	 * Enough to recognise the contact in a log, and nothing of who it is.
	 */
	@Override
	public String toString() {
		return "Contact[id=" + this.id + ", status=" + this.status + "]";
	}

}
