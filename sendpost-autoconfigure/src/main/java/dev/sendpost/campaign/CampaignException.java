package dev.sendpost.campaign;

import java.util.UUID;

/**
 * Something about campaigns cannot be done as asked. Nothing was changed.
 */
public class CampaignException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason what kind of mistake it is
	 * @param message what is wrong, and what to do
	 */
	public CampaignException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	static CampaignException unknown(UUID id) {
		return new CampaignException(Reason.UNKNOWN, "there is no campaign " + id);
	}

	/**
	 * What kind of mistake it is.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why something cannot be done.
	 */
	public enum Reason {

		/** A value is not allowed. */
		INVALID,

		/** The sub-account has no such campaign, list or topic. */
		UNKNOWN,

		/** It cannot be done where the campaign stands. */
		WRONG_STATUS,

		/** Readers could not unsubscribe. */
		NO_UNSUBSCRIBE

	}

}
