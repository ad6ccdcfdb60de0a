package dev.sendpost.audience;

/**
 * How a contact stands to a list it was put on.
 */
public enum MembershipStatus {

	/** It gets what the list gets. */
	SUBSCRIBED,

	/** It was asked to confirm, and has not yet. */
	PENDING,

	/** It left the list by its own will, and is not put on it again by others. */
	LEFT

}
