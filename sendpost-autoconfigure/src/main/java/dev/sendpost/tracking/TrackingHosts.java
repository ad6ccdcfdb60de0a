package dev.sendpost.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Knows the hosts of tracked links that belong to the domains of senders. Asked for each
 * message, and so to be answered from memory as a rule.
 */
@FunctionalInterface
public interface TrackingHosts {

	/** There are none. */
	TrackingHosts NONE = (senderDomain, subAccount) -> null;

	/**
	 * Find the host for mail from a domain.
	 * @param senderDomain the domain of the sender, as A-labels in lower case
	 * @param subAccount the name of the sub-account whose mail it is
	 * @return the host, which was seen to lead here, or {@code null} if there is none
	 */
	@Nullable String find(String senderDomain, String subAccount);

}
