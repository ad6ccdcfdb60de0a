package dev.sendpost.api.sendpost;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sendpost.api.ApiCall;

/**
 * Which part of a list is asked for, by the parameters {@code limit}, {@code offset} and
 * {@code search}.
 *
 * @param limit how many to list at most
 * @param offset how many to pass over
 * @param search what the names have in them, in lower case; all have an empty text
 */
record Listing(int limit, int offset, String search) {

	/** How many are listed at most. */
	static final int MAX_LIMIT = 1000;

	private static final int MAX_OFFSET = 100_000;

	static Listing of(ApiCall call, int limit) {
		return new Listing(call.query("limit", limit, 1, MAX_LIMIT), call.query("offset", 0, 0, MAX_OFFSET),
				call.query("search").orElse("").toLowerCase(Locale.ROOT));
	}

	/**
	 * The part of a list.
	 * @param all the list
	 * @param name what is searched
	 */
	<T> List<T> of(Stream<T> all, Function<T, String> name) {
		return all.filter((element) -> name.apply(element).toLowerCase(Locale.ROOT).contains(this.search))
			.skip(this.offset)
			.limit(this.limit)
			.toList();
	}

}
