package dev.sendpost.subaccount;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of keys, the newest first.
 *
 * @param keys what is known of them
 * @param next the id after which the next page begins, or {@code null} if this is the
 * last
 */
public record ApiKeyPage(List<ApiKeyDetails> keys, @Nullable UUID next) {

	/** How many keys a page has at most. */
	public static final int MAX_SIZE = 1000;

	/**
	 * Create a page.
	 */
	public ApiKeyPage {
		keys = List.copyOf(keys);
	}

}
