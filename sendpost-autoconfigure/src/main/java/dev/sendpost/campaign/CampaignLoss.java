package dev.sendpost.campaign;

/**
 * Contacts that got nothing, and why.
 *
 * @param kind which of the counts of {@link CampaignProgress} they are in
 * @param reason why: for excluded ones the name of their status, otherwise in words for a
 * person
 * @param contacts how many
 */
public record CampaignLoss(Kind kind, String reason, long contacts) {

	/**
	 * How contacts came to get nothing.
	 */
	public enum Kind {

		/** They get no broadcast mail. */
		EXCLUDED,

		/** A policy kept it from them. */
		DROPPED,

		/** It could not be made for them. */
		FAILED

	}

}
