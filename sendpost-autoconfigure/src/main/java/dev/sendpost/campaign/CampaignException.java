package dev.sendpost.campaign;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Something about campaigns cannot be done as asked. Nothing was changed.
 */
public class CampaignException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final @Nullable String field;

	/**
	 * Create an exception.
	 * @param reason what kind of mistake it is
	 * @param message what is wrong, and what to do
	 */
	public CampaignException(Reason reason, String message) {
		this(reason, null, message);
	}

	private CampaignException(Reason reason, @Nullable String field, String message) {
		super(message);
		this.reason = reason;
		this.field = field;
	}

	static CampaignException invalid(String field, String message) {
		return new CampaignException(Reason.INVALID, field, message);
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
	 * Which part of the {@link CampaignDetails}, or of their {@link CampaignContent}, is
	 * not allowed.
	 * @return the name of the part, such as {@code subject}, or {@code null} if it is
	 * none, or more than one
	 */
	public @Nullable String getField() {
		return this.field;
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
