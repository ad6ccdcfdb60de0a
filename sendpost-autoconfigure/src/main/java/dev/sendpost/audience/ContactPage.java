package dev.sendpost.audience;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of contacts, in the order in which they were added.
 *
 * @param contacts the contacts; where a status was asked for, they may be fewer than the
 * size of the page, or none, though there is a next page
 * @param next what the next page follows, for {@link ContactSearch#after(UUID)}, or
 * {@code null} if this is the last
 */
public record ContactPage(List<Contact> contacts, @Nullable UUID next) {

	/**
	 * Create a page.
	 */
	public ContactPage {
		contacts = List.copyOf(contacts);
	}

}
