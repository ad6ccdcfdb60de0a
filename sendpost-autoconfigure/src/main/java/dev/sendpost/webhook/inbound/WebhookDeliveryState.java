package dev.sendpost.webhook.inbound;

/**
 * What has become of a webhook that was received.
 */
public enum WebhookDeliveryState {

	/** Something of it is still to be recorded. */
	RECEIVED,

	/** All that it reports is in the log. Its body is no longer kept. */
	RECORDED,

	/** It reports something about a message, or a recipient, that is not known. */
	UNMATCHED,

	/** It reports something of a kind that is not recorded. */
	UNKNOWN_TYPE,

	/** It is not what its sender sends. */
	UNREADABLE,

	/**
	 * Something on this side kept it from being recorded, for so long that it is not
	 * tried again.
	 */
	FAILED

}
