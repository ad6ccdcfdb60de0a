package dev.sendpost.subaccount;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Nobody is let in by what was presented as a key. It does not say what that was, and has
 * no stack trace, so that guessing costs little.
 */
public class ApiKeyRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final @Nullable Duration retryAfter;

	ApiKeyRefusedException(Reason reason) {
		this(reason, reason.text, null);
	}

	ApiKeyRefusedException(Duration retryAfter) {
		this(Reason.THROTTLED, Reason.THROTTLED.text + ": try again in " + Math.max(1, retryAfter.toSeconds()) + " s",
				retryAfter);
	}

	private ApiKeyRefusedException(Reason reason, String message, @Nullable Duration retryAfter) {
		super(message, null, false, false);
		this.reason = reason;
		this.retryAfter = retryAfter;
	}

	/**
	 * Why.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * When to come back.
	 * @return after how long, or {@code null} unless the reason is
	 * {@link Reason#THROTTLED}
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Why a key is refused.
	 */
	public enum Reason {

		/** It is missing, mistyped, or no key at all. */
		MALFORMED("the API key is missing or mistyped"),

		/** There is no such key. */
		UNKNOWN("there is no such API key"),

		/** It was revoked, or its sub-account was removed. */
		REVOKED("the API key was revoked"),

		/** Its time is over. */
		EXPIRED("the API key has expired"),

		/** There were too many failures from the same source. */
		THROTTLED("there were too many failed attempts");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
