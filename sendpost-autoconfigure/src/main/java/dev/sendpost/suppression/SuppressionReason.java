package dev.sendpost.suppression;

import dev.sendpost.EmailStream;

/**
 * Why somebody must not get mail.
 */
public enum SuppressionReason {

	/** Somebody decided so. Keeps back all mail. */
	MANUAL(0),

	/** The recipient wants no more of this. Keeps back broadcast mail only. */
	UNSUBSCRIBE(1),

	/** A server refused the address for good. Keeps back all mail. */
	HARD_BOUNCE(2),

	/** The recipient reported mail as spam. Keeps back all mail. */
	SPAM_COMPLAINT(3);

	private final int number;

	SuppressionReason(int number) {
		this.number = number;
	}

	/**
	 * The number that SendPost's API gives the reason.
	 * @return 0 to 3
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Whether the reason keeps back a kind of mail.
	 * @param stream the kind of mail
	 * @return {@code false} for an unsubscribe and mail that is not broadcast
	 */
	public boolean blocks(EmailStream stream) {
		return this != UNSUBSCRIBE || stream == EmailStream.BROADCAST;
	}

	/**
	 * Find a reason by its number.
	 * @param number 0 to 3
	 * @return the reason
	 * @throws IllegalArgumentException if no reason has the number
	 */
	public static SuppressionReason of(int number) {
		for (SuppressionReason reason : values()) {
			if (reason.number == number) {
				return reason;
			}
		}
		throw new IllegalArgumentException("No reason for a suppression has the number " + number);
	}

}
