package dev.sendpost;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search, newest message first.
 *
 * @param emails the messages
 * @param next where the next page begins, for {@link EmailSearch#after(UUID)}, or
 * {@code null} if this is the last; a page may be short and yet not be the last
 */
public record EmailPage(List<EmailRecord> emails, @Nullable UUID next) {

	/**
	 * Create a page.
	 */
	public EmailPage {
		emails = List.copyOf(emails);
	}

}
