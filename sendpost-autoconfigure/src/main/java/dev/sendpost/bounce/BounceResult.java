package dev.sendpost.bounce;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What became of a message that was received as bounce mail.
 *
 * @param outcome what became of it
 * @param emailId the id of the message it is about, or {@code null} if that is not known
 * @param recorded how many facts were recorded that nobody knew before
 * @param detail more about the outcome, for a log, or {@code null}
 */
public record BounceResult(Outcome outcome, @Nullable UUID emailId, int recorded, @Nullable String detail) {

	static BounceResult of(Outcome outcome, @Nullable UUID emailId) {
		return new BounceResult(outcome, emailId, 0, null);
	}

	/**
	 * What can become of such a message.
	 */
	public enum Outcome {

		/** It told something new, which is recorded. */
		RECORDED,

		/** What it tells was known already. */
		KNOWN,

		/** It is a report that changes nothing, such as one of mail that is no spam. */
		NOTHING_TO_RECORD,

		/** It tells nothing of a recipient that the message had. */
		UNKNOWN_RECIPIENT,

		/** It is about a message that is not, or no longer, in the store. */
		UNKNOWN_MESSAGE,

		/**
		 * It came to a return path with a wrong tag: nobody who got the message sent it,
		 * or the secret was changed.
		 */
		FORGED,

		/**
		 * It names a message, but did not come to its return path, which is required.
		 */
		UNVERIFIED,

		/** A program wrote it, for example since somebody is out of the office. */
		AUTO_REPLY,

		/** It is no report, or none that is understood. */
		NOT_A_REPORT,

		/** It cannot be parsed, or goes beyond a limit. */
		UNREADABLE

	}

}
