package dev.sendpost.tracking.mvc;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.audience.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * What a page says to a reader. Its forms are sent by POST to where they say, with the
 * parameters {@code action} ({@code unsubscribe}, {@code resubscribe} or {@code save})
 * and, to save, {@code topic} for the key of each topic that is wanted.
 *
 * @param kind what the page is for
 * @param address whose mail it is about, or {@code null} if that is not known
 * @param sender who sent the message that the link was in, or {@code null} if it was in
 * none, or that is no longer kept
 * @param receives whether that address gets broadcast mail of the sub-account
 * @param topics what may be chosen; none if the reader is no contact, or there are no
 * topics
 * @param preferences where the choice of topics is sent to, relative to the page;
 * {@code ""} for the page itself
 * @param stylesheet where the style sheet is, relative to the page
 */
public record ReaderPage(Kind kind, @Nullable EmailAddress address, @Nullable EmailAddress sender, boolean receives,
		List<Preferences.Choice> topics, String preferences, String stylesheet) {

	/**
	 * Create a page.
	 */
	public ReaderPage {
		topics = List.copyOf(topics);
	}

	static ReaderPage of(Kind kind, String stylesheet) {
		return new ReaderPage(kind, null, null, false, List.of(), "", stylesheet);
	}

	/**
	 * What a page is for.
	 */
	public enum Kind {

		/** Asks whether to unsubscribe. */
		UNSUBSCRIBE(200),

		/** Says that the reader is unsubscribed, and offers to undo it. */
		UNSUBSCRIBED(200),

		/** Says that the reader gets mail again. */
		RESUBSCRIBED(200),

		/** Shows what may be chosen. */
		PREFERENCES(200),

		/** Shows it, and says that it was saved. */
		SAVED(200),

		/** Asks whether to confirm a membership. */
		CONFIRM(200),

		/** Says that the membership is confirmed. */
		CONFIRMED(200),

		/** Says that the link is none of ours, or about something gone. */
		LINK_INVALID(404),

		/** Says that the link is too old. */
		LINK_EXPIRED(410),

		/** Says that it cannot be done now. */
		UNAVAILABLE(503);

		private final int status;

		Kind(int status) {
			this.status = status;
		}

		/**
		 * The status of the answer (RFC 9110).
		 */
		int status() {
			return this.status;
		}

	}

}
