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
 */
public record ContactSearch(@Nullable UUID list, @Nullable ContactStatus status, @Nullable String topic,
		@Nullable UUID after, int size, int skip) {

	/** The largest page. */
	public static final int MAX_SIZE = 1000;

	/** How many contacts can be passed over. */
	public static final int MAX_SKIP = 10_000;

	private static final ContactSearch ALL = new ContactSearch(null, null, null, null, 50, 0);

	/**
	 * Create a search.
	 * @throws IllegalArgumentException if the size or what to skip is out of its range,
	 * or something is to be skipped among contacts in a status
	 */
	public ContactSearch {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_SIZE + " but is " + size);
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
		return new ContactSearch(list, this.status, this.topic, this.after, this.size, this.skip);
	}

	/**
	 * Only those in a status.
	 * @param status the status
	 * @return the narrowed search
	 */
	public ContactSearch status(@Nullable ContactStatus status) {
		return new ContactSearch(this.list, status, this.topic, this.after, this.size, this.skip);
	}

	/**
	 * Only those that receive a topic, by choice or by default.
	 * @param topic the key of the topic
	 * @return the narrowed search
	 */
	public ContactSearch topic(@Nullable String topic) {
		return new ContactSearch(this.list, this.status, topic, this.after, this.size, this.skip);
	}

	/**
	 * The page that follows.
	 * @param after {@link ContactPage#next()} of the page before, or {@code null} for the
	 * first page
	 * @return the search
	 */
	public ContactSearch after(@Nullable UUID after) {
		return new ContactSearch(this.list, this.status, this.topic, after, this.size, this.skip);
	}

	/**
	 * Pages of another size.
	 * @param size how many contacts a page has, 1 to {@value #MAX_SIZE}
	 * @return the search
	 * @throws IllegalArgumentException if the size is out of its range
	 */
	public ContactSearch size(int size) {
		return new ContactSearch(this.list, this.status, this.topic, this.after, size, this.skip);
	}

	/**
	 * Not the first contacts that are found.
	 * @param skip how many to pass over, 0 to {@value #MAX_SKIP}
	 * @return the search
	 * @throws IllegalArgumentException if the number is out of its range, or a status is
	 * asked for
	 */
	public ContactSearch skip(int skip) {
		return new ContactSearch(this.list, this.status, this.topic, this.after, this.size, skip);
	}

}
