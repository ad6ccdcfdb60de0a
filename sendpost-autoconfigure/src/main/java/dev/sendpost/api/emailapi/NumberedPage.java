package dev.sendpost.api.emailapi;

import java.util.UUID;

import dev.sendpost.EmailSearch;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * Which page is asked for. What is before it is looked at each time, so pages reach only
 * so far; from there the id of the last entry leads on.
 *
 * @param number its number, from 1
 * @param limit how many entries a page has
 * @param after the entry that the first page follows, or {@code null}
 */
record NumberedPage(int number, int limit, @Nullable UUID after) {

	/** How many entries can be before a page. */
	static final int REACH = EmailSearch.MAX_SKIP;

	private static final int MAX_LIMIT = 100;

	static NumberedPage of(ApiCall call, int defaultLimit, String what) {
		int limit = call.query("limit", defaultLimit, 1, MAX_LIMIT);
		int number = call.query("page", 1, 1, Integer.MAX_VALUE);
		if ((number - 1L) * limit > REACH) {
			throw ApiProblem.invalid("page", "is beyond the first " + REACH
					+ " entries; go on with 'after', which takes the id of the last entry you have");
		}
		return new NumberedPage(number, limit, call.query("after").map((id) -> ApiCall.parseId(id, what)).orElse(null));
	}

	int skip() {
		return (this.number - 1) * this.limit;
	}

}
