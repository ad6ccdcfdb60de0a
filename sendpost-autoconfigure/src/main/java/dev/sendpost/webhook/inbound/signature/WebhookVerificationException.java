package dev.sendpost.webhook.inbound.signature;

import java.util.Locale;

/**
 * A webhook that cannot be believed. Its message says what is wrong in words for whoever
 * set the webhook up; it holds no secret, and not the signature that was expected.
 */
public class WebhookVerificationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason the kind of fault
	 * @param message what is wrong
	 */
	public WebhookVerificationException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * What kind of fault it is.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why a webhook is not believed.
	 */
	public enum Reason {

		/** Something the scheme needs is not there. */
		MISSING,

		/** Something that may be there once is there twice. */
		AMBIGUOUS,

		/**
		 * The signature, or something that belongs to it, has not the form it must have.
		 */
		MALFORMED,

		/** The signature is not that of this body and this secret. */
		WRONG_SIGNATURE,

		/** It was signed too long ago. */
		TOO_OLD,

		/** It says that it was signed in the future. */
		TOO_NEW,

		/** It is signed by, or about, somebody who is not allowed here. */
		NOT_ALLOWED,

		/** It came before. */
		REPLAYED,

		/**
		 * It came before and is still being processed. It should be sent again, since
		 * that may fail.
		 */
		IN_PROGRESS,

		/**
		 * What is needed to check it cannot be had at the moment. It may be good, so it
		 * should be sent again.
		 */
		UNAVAILABLE;

		/**
		 * The reason as it is written in answers and counts, such as
		 * {@code wrong-signature}.
		 * @return the text
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
