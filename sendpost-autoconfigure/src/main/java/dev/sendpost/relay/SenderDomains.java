package dev.sendpost.relay;

import dev.sendpost.EmailAddress;
import dev.sendpost.Submitter;

/**
 * Tells which domains a submitter may name in the envelope beside that of From.
 */
@FunctionalInterface
public interface SenderDomains {

	/**
	 * Whether a submitter has shown that a domain is its own.
	 * @param address the address
	 * @param submitter the submitter
	 * @return {@code true} if it has
	 */
	boolean isVerified(EmailAddress address, Submitter submitter);

}
