package dev.sendpost.suppression;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which suppressions to find: those for which each condition that is set holds, newest
 * first, a page at a time. Entries from the configuration are not among them.
 *
 * @param reason the reason, or {@code null} if any will do
 * @param scope whose mail it keeps back, or {@code null} if anybody's
 * @param containing what the address or domain contains, in any case, or {@code null};
 * entries of which only a hash is kept are not found by it. The entries are read one by
 * one for it
 * @param from since when at the earliest, to the millisecond, or {@code null}
 * @param until since when, before this; or {@code null}
 * @param after the last entry of the page before, or {@code null} for the first page
 * @param size how many entries a page has, 1 to {@value #MAX_SIZE}
 * @param examined how many entries, of those of the scope, are looked at for a page at
 * most; or {@code null} for as many as it takes
 */
public record SuppressionSearch(@Nullable SuppressionReason reason, @Nullable SuppressionScope scope,
		@Nullable String containing, @Nullable Instant from, @Nullable Instant until, @Nullable Long after, int size,
		@Nullable Integer examined) {

	/** The largest page. */
	public static final int MAX_SIZE = 1000;

	private static final SuppressionSearch ALL = new SuppressionSearch(null, null, null, null, null, null, 50, null);

	/**
	 * Create a search.
	 * @throws IllegalArgumentException if the size is out of its range, or no entry may
	 * be looked at
	 */
	public SuppressionSearch {
		if (examined != null && examined < 1) {
			throw new IllegalArgumentException("No page can be found among " + examined + " entries");
		}
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_SIZE + " but is " + size);
		}
	}

	/**
	 * Find all suppressions, 50 to a page.
	 * @return the search, to be narrowed
	 */
	public static SuppressionSearch all() {
		return ALL;
	}

	/**
	 * Only those with a reason.
	 * @param reason the reason
	 * @return the narrowed search
	 */
	public SuppressionSearch reason(SuppressionReason reason) {
		return new SuppressionSearch(reason, this.scope, this.containing, this.from, this.until, this.after, this.size,
				this.examined);
	}

	/**
	 * Only those of a scope.
	 * @param scope the scope; that of the account does not include those of sub-accounts
	 * @return the narrowed search
	 */
	public SuppressionSearch scope(SuppressionScope scope) {
		return new SuppressionSearch(this.reason, scope, this.containing, this.from, this.until, this.after, this.size,
				this.examined);
	}

	/**
	 * Only those whose address or domain contains a text.
	 * @param containing the text
	 * @return the narrowed search
	 */
	public SuppressionSearch containing(String containing) {
		return new SuppressionSearch(this.reason, this.scope, containing, this.from, this.until, this.after, this.size,
				this.examined);
	}

	/**
	 * Only those since a time in a period.
	 * @param from when it begins, or {@code null} for the beginning of time
	 * @param until when it is over, or {@code null} if it is not
	 * @return the narrowed search
	 */
	public SuppressionSearch period(@Nullable Instant from, @Nullable Instant until) {
		return new SuppressionSearch(this.reason, this.scope, this.containing, from, until, this.after, this.size,
				this.examined);
	}

	/**
	 * The page that follows.
	 * @param after {@link SuppressionPage#next()} of the page before, or {@code null} for
	 * the first page
	 * @return the search
	 */
	public SuppressionSearch after(@Nullable Long after) {
		return new SuppressionSearch(this.reason, this.scope, this.containing, this.from, this.until, after, this.size,
				this.examined);
	}

	/**
	 * Pages of another size.
	 * @param size how many entries a page has, 1 to {@value #MAX_SIZE}
	 * @return the search
	 * @throws IllegalArgumentException if the size is out of its range
	 */
	public SuppressionSearch size(int size) {
		return new SuppressionSearch(this.reason, this.scope, this.containing, this.from, this.until, this.after, size,
				this.examined);
	}

	/**
	 * Pages for which no more than so many entries are looked at, so that each is found
	 * quickly however few entries match. Such a page may have fewer entries than its
	 * size, or none, and still be followed by another.
	 * @param entries how many entries, 1 or more
	 * @return the search
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SuppressionSearch examining(int entries) {
		return new SuppressionSearch(this.reason, this.scope, this.containing, this.from, this.until, this.after,
				this.size, entries);
	}

}
