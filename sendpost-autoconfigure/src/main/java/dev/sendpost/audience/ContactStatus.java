package dev.sendpost.audience;

import dev.sendpost.suppression.SuppressionReason;

/**
 * Whether a contact gets broadcast mail, and why not. Nowhere stored: it follows from the
 * suppressions, which come first, and from the memberships.
 */
public enum ContactStatus {

	/** It gets mail. */
	SUBSCRIBED,

	/** It has not confirmed any of its memberships yet. */
	PENDING,

	/** It wants no more mail, or has left all of its lists. */
	UNSUBSCRIBED,

	/** Its server refused it for good. */
	BOUNCED,

	/** It reported mail as spam. */
	COMPLAINED,

	/** Somebody decided that it gets no mail. */
	SUPPRESSED;

	static ContactStatus of(SuppressionReason reason) {
		return switch (reason) {
			case MANUAL -> SUPPRESSED;
			case UNSUBSCRIBE -> UNSUBSCRIBED;
			case HARD_BOUNCE -> BOUNCED;
			case SPAM_COMPLAINT -> COMPLAINED;
		};
	}

	static ContactStatus of(MembershipStatus membership) {
		return switch (membership) {
			case SUBSCRIBED -> SUBSCRIBED;
			case PENDING -> PENDING;
			case LEFT -> UNSUBSCRIBED;
		};
	}

}
