package dev.sendpost.audience;

import java.util.List;
import java.util.UUID;

/**
 * What became of contacts that were added or changed together.
 *
 * @param added how many were not there before
 * @param changed how many were there, and something new was said of them
 * @param ids the id of each contact, in the order in which they were given
 */
public record UpsertResult(int added, int changed, List<UUID> ids) {

	/**
	 * Create a result.
	 */
	public UpsertResult {
		ids = List.copyOf(ids);
	}

}
