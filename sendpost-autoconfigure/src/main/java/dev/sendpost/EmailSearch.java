package dev.sendpost;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which messages to find: those for which each condition that is set holds, newest first,
 * a page at a time.
 *
 * @param status where the message stands, or {@code null} if anywhere
 * @param recipient an address among its recipients, in any case; or {@code null} if any
 * will do
 * @param tag one of its tags, or {@code null} if any will do
 * @param subject words that are in its subject, in any case; or {@code null} if any will
 * do. No index helps: a page is what is found among the {@value #SUBJECT_WINDOW} newest
 * messages for which the other conditions hold, so that it may be short, even empty, and
 * yet have one that follows
 * @param campaign the name of its campaign, or {@code null} if any will do
 * @param subAccount the name of the sub-account that sent it, or {@code null} if any did
 * @param from the earliest time of acceptance, to the millisecond, or {@code null}
 * @param until the time of acceptance before which it was, or {@code null}
 * @param after the last message of the page before, or {@code null} for the first page
 * @param size how many messages a page has, 1 to {@value #MAX_SIZE}
 * @param skip how many messages to pass over first, 0 to {@value #MAX_SKIP}: for pages
 * that have numbers, and costlier than {@code after}, since what is passed over is looked
 * at
 */
public record EmailSearch(@Nullable EmailStatus status, @Nullable EmailAddress recipient, @Nullable String tag,
		@Nullable String subject, @Nullable String campaign, @Nullable String subAccount, @Nullable Instant from,
		@Nullable Instant until, @Nullable UUID after, int size, int skip) {

	/** The largest page. */
	public static final int MAX_SIZE = 1000;

	/** How many messages can be passed over. */
	public static final int MAX_SKIP = 10_000;

	/** Among how many messages a page is searched by subject. */
	public static final int SUBJECT_WINDOW = 10_000;

	private static final EmailSearch ALL = new EmailSearch(null, null, null, null, null, null, null, null, null, 50, 0);

	/**
	 * Create a search.
	 * @throws IllegalArgumentException if the size or what to skip is out of its range
	 */
	public EmailSearch {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_SIZE + " but is " + size);
		}
		if (skip < 0 || skip > MAX_SKIP) {
			throw new IllegalArgumentException("What to skip must be 0 to " + MAX_SKIP + " but is " + skip);
		}
	}

	/**
	 * Find all messages, 50 to a page.
	 * @return the search, to be narrowed
	 */
	public static EmailSearch all() {
		return ALL;
	}

	/**
	 * Only messages in a status.
	 * @param status the status
	 * @return the narrowed search
	 */
	public EmailSearch status(EmailStatus status) {
		return new EmailSearch(status, this.recipient, this.tag, this.subject, this.campaign, this.subAccount,
				this.from, this.until, this.after, this.size, this.skip);
	}

	/**
	 * Only messages to an address.
	 * @param recipient the address
	 * @return the narrowed search
	 */
	public EmailSearch recipient(EmailAddress recipient) {
		return new EmailSearch(this.status, recipient, this.tag, this.subject, this.campaign, this.subAccount,
				this.from, this.until, this.after, this.size, this.skip);
	}

	/**
	 * Only messages with a tag.
	 * @param tag the tag
	 * @return the narrowed search
	 */
	public EmailSearch tag(String tag) {
		return new EmailSearch(this.status, this.recipient, tag, this.subject, this.campaign, this.subAccount,
				this.from, this.until, this.after, this.size, this.skip);
	}

	/**
	 * Only messages with words in their subject.
	 * @param subject the words, or {@code null} if any subject will do
	 * @return the narrowed search
	 */
	public EmailSearch subject(@Nullable String subject) {
		return new EmailSearch(this.status, this.recipient, this.tag, subject, this.campaign, this.subAccount,
				this.from, this.until, this.after, this.size, this.skip);
	}

	/**
	 * Only messages of a campaign, all its variants.
	 * @param campaign the name of the campaign, see {@link EmailCampaign#name()}
	 * @return the narrowed search
	 */
	public EmailSearch campaign(String campaign) {
		return new EmailSearch(this.status, this.recipient, this.tag, this.subject, campaign, this.subAccount,
				this.from, this.until, this.after, this.size, this.skip);
	}

	/**
	 * Only messages of a sub-account.
	 * @param subAccount its name
	 * @return the narrowed search
	 */
	public EmailSearch subAccount(String subAccount) {
		return new EmailSearch(this.status, this.recipient, this.tag, this.subject, this.campaign, subAccount,
				this.from, this.until, this.after, this.size, this.skip);
	}

	/**
	 * Only messages accepted in a period.
	 * @param from when it begins, or {@code null} for the beginning of time
	 * @param until when it is over, or {@code null} if it is not
	 * @return the narrowed search
	 */
	public EmailSearch period(@Nullable Instant from, @Nullable Instant until) {
		return new EmailSearch(this.status, this.recipient, this.tag, this.subject, this.campaign, this.subAccount,
				from, until, this.after, this.size, this.skip);
	}

	/**
	 * The page that follows.
	 * @param after {@link EmailPage#next()} of the page before, or {@code null} for the
	 * first page
	 * @return the search
	 */
	public EmailSearch after(@Nullable UUID after) {
		return new EmailSearch(this.status, this.recipient, this.tag, this.subject, this.campaign, this.subAccount,
				this.from, this.until, after, this.size, this.skip);
	}

	/**
	 * Pages of another size.
	 * @param size how many messages a page has, 1 to {@value #MAX_SIZE}
	 * @return the search
	 * @throws IllegalArgumentException if the size is out of its range
	 */
	public EmailSearch size(int size) {
		return new EmailSearch(this.status, this.recipient, this.tag, this.subject, this.campaign, this.subAccount,
				this.from, this.until, this.after, size, this.skip);
	}

	/**
	 * Not the first messages that are found.
	 * @param skip how many to pass over, 0 to {@value #MAX_SKIP}
	 * @return the search
	 * @throws IllegalArgumentException if the number is out of its range
	 */
	public EmailSearch skip(int skip) {
		return new EmailSearch(this.status, this.recipient, this.tag, this.subject, this.campaign, this.subAccount,
				this.from, this.until, this.after, this.size, skip);
	}

}
