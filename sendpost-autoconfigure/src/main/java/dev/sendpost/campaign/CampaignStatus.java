package dev.sendpost.campaign;

/**
 * Where a campaign stands.
 */
public enum CampaignStatus {

	/** It is being written. */
	DRAFT,

	/** It waits for its time. */
	SCHEDULED,

	/** Its messages are being handed over. */
	SENDING,

	/** It was stopped, by a person or because something is wrong, and may go on. */
	PAUSED,

	/** All its messages were handed over. */
	COMPLETED,

	/** It was given up; what could be called back was, or is being called back. */
	CANCELLED

}
