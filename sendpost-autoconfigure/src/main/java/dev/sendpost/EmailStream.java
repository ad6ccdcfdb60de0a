package dev.sendpost;

/**
 * What kind of mail an {@link Email} is. An unsubscribe stops broadcast mail only.
 */
public enum EmailStream {

	/** Answers something the recipient did: a receipt, a password reset. */
	TRANSACTIONAL,

	/** Goes to many at the sender's wish: a newsletter, a campaign. */
	BROADCAST

}
