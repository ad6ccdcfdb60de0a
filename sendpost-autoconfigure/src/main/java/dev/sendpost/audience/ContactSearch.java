package dev.sendpost.audience;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which contacts to find: those for which each condition that is set holds, in the order
 * in which they were added, a page at a time.
 *
 * @param list the id of the list they were put on, or {@code null} if that does not
 * matter
 * @param status their status, on the list if there is one, or {@code null}; the contacts
 * are read one by one for it
 * @param topic the key of a topic they receive, or {@code null}
 * @param after the last contact of the page before, or {@code null} for the first page
 * @param size how many contacts a page has, 1 to {@value #MAX_SIZE}
 * @param skip how many contacts to pass over first, 0 to {@value #MAX_SKIP}: for pages
 * that have numbers, and costlier than {@code after}, since what is passed over is looked
 * at; not together with a status
 * @param examined how many contacts are looked at for a page of a status, 1 to
 * {@value #MAX_EXAMINED}
 */
public record ContactSearch(@Nullable UUID list, @Nullable ContactStatus status, @Nullable String topic,
		@Nullable UUID after, int size, int skip, int examined) {

	/** The largest page. */
	public static final int MAX_SIZE = 1000;

	/** How many contacts can be passed over. */
	public static final int MAX_SKIP = 10_000;

	/** How many contacts are looked at for a page of one status at most. */
	public static final int MAX_EXAMINED = 20_000;

	private static final ContactSearch ALL = new ContactSearch(null, null, null, null, 50, 0, MAX_EXAMINED);

	/**
	 * Create a search.
	 * @throws IllegalArgumentException if the size, what to skip or what to look at is
	 * out of its range, or something is to be skipped among contacts in a status
	 */
	public ContactSearch {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_SIZE + " but is " + size);
		}
		if (examined < 1 || examined > MAX_EXAMINED) {
			throw new IllegalArgumentException(
					"The number of contacts to look at must be 1 to " + MAX_EXAMINED + " but is " + examined);
		}
		if (skip < 0 || skip > MAX_SKIP || (skip > 0 && status != null)) {
			throw new IllegalArgumentException("What to skip must be 0 to " + MAX_SKIP + " but is " + skip
					+ ", and 0 where a status is asked for");
		}
	}

	/**
	 * Find all contacts, 50 to a page.
	 * @return the search, to be narrowed
	 */
	public static ContactSearch all() {
		return ALL;
	}

	/**
	 * Only those that were put on a list, whatever became of that.
	 * @param list the id of the list
	 * @return the narrowed search
	 */
	public ContactSearch list(@Nullable UUID list) {
		return new ContactSearch(list, this.status, this.topic, this.after, this.size, this.skip, this.examined);
	}

	/**
	 * Only those in a status.
	 * @param status the status
	 * @return the narrowed search
	 */
	public ContactSearch status(@Nullable ContactStatus status) {
		return new ContactSearch(this.list, status, this.topic, this.after, this.size, this.skip, this.examined);
	}

	/**
	 * Only those that receive a topic, by choice or by default.
	 * @param topic the key of the topic
	 * @return the narrowed search
	 */
	public ContactSearch topic(@Nullable String topic) {
		return new ContactSearch(this.list, this.status, topic, this.after, this.size, this.skip, this.examined);
	}

	/**
	 * The page that follows.
	 * @param after {@link ContactPage#next()} of the page before, or {@code null} for the
	 * first page
	 * @return the search
	 */
	public ContactSearch after(@Nullable UUID after) {
		return new ContactSearch(this.list, this.status, this.topic, after, this.size, this.skip, this.examined);
	}

	/**
	 * Pages of another size.
	 * @param size how many contacts a page has, 1 to {@value #MAX_SIZE}
	 * @return the search
	 * @throws IllegalArgumentException if the size is out of its range
	 */
	public ContactSearch size(int size) {
		return new ContactSearch(this.list, this.status, this.topic, this.after, size, this.skip, this.examined);
	}

	/**
	 * Not the first contacts that are found.
	 * @param skip how many to pass over, 0 to {@value #MAX_SKIP}
	 * @return the search
	 * @throws IllegalArgumentException if the number is out of its range, or a status is
	 * asked for
	 */
	public ContactSearch skip(int skip) {
		return new ContactSearch(this.list, this.status, this.topic, this.after, this.size, skip, this.examined);
	}

	/**
	 * Pages for which no more than so many contacts are looked at where a status is asked
	 * for: that follows from the suppressions, so no index has it.
	 * @param examined up to {@value #MAX_EXAMINED}
	 * @return the search
	 */
	public ContactSearch examining(int examined) {
		return new ContactSearch(this.list, this.status, this.topic, this.after, this.size, this.skip, examined);
	}

}
