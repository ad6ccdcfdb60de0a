package dev.sendpost.campaign;

/**
 * Tells whether readers of broadcast mail can unsubscribe without the sender doing
 * anything for it, by headers that are put into each message (RFC 8058).
 */
@FunctionalInterface
public interface UnsubscribeOffer {

	/**
	 * Whether messages of a sub-account get a working way to unsubscribe.
	 * @param subAccount its name
	 * @return whether they do
	 */
	boolean offered(String subAccount);

}
