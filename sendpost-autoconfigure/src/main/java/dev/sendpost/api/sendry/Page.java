package dev.sendpost.api.sendry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. Its cursor names the last element, so that what is added or removed
 * meanwhile neither repeats nor hides others.
 *
 * @param <T> what it is a list of
 * @param data the elements
 * @param hasMore whether there is a next page
 * @param nextCursor what asks for the next page, or {@code null} if there is none
 */
record Page<T>(List<T> data, boolean hasMore, @Nullable String nextCursor) {

	private static final int SIZE = 25;

	private static final int MAX_SIZE = 100;

	/**
	 * How many elements the caller asks for.
	 */
	static int size(ApiCall call) {
		return call.query("limit", SIZE, 1, MAX_SIZE);
	}

	/**
	 * The id that the page before ended with, or {@code null} for the first page.
	 */
	static @Nullable UUID after(ApiCall call) {
		return call.query("cursor").map(Page::id).orElse(null);
	}

	static UUID id(String cursor) {
		try {
			return UUID.fromString(cursor);
		}
		catch (IllegalArgumentException ex) {
			throw invalidCursor();
		}
	}

	static ApiProblem invalidCursor() {
		return ApiProblem.invalid("cursor", "must be the next_cursor of an answer");
	}

	static <S, T> ApiAnswer of(List<S> elements, Function<S, T> view, @Nullable Object next) {
		return ApiAnswer.ok(new Page<>(elements.stream().map(view).toList(), next != null,
				(next != null) ? next.toString() : null));
	}

	/**
	 * A page of what is all at hand, by id, the greatest first.
	 */
	static <S, T> ApiAnswer among(ApiCall call, Collection<S> all, Function<S, UUID> id, Function<S, T> view) {
		UUID after = after(call);
		int size = size(call);
		List<S> rest = all.stream()
			.filter((element) -> after == null || id.apply(element).compareTo(after) < 0)
			.sorted(Comparator.comparing(id).reversed())
			.limit(size + 1L)
			.toList();
		boolean more = rest.size() > size;
		List<S> page = more ? rest.subList(0, size) : rest;
		return of(page, view, more ? id.apply(page.get(size - 1)) : null);
	}

}
