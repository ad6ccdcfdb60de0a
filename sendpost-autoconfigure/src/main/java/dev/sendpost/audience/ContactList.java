package dev.sendpost.audience;

import java.time.Instant;
import java.util.UUID;

/**
 * A list of contacts.
 *
 * @param id identifies the list, a UUID of version 7
 * @param details what is set about it
 * @param createdAt when it was made, to the millisecond
 */
public record ContactList(UUID id, ListDetails details, Instant createdAt) {

	/**
	 * Its name.
	 * @return the name, unique in the sub-account
	 */
	public String name() {
		return this.details.name();
	}

}
