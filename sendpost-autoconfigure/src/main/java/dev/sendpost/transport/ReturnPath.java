package dev.sendpost.transport;

import dev.sendpost.EmailAddress;

/**
 * Says where servers send what they cannot deliver: the address in {@code MAIL FROM} (RFC
 * 5321 section 3.6.3) of what leaves by SMTP.
 */
@FunctionalInterface
public interface ReturnPath {

	/** Who the message is from gets it back. */
	ReturnPath SENDER = OutgoingEmail::from;

	/**
	 * The return path of a message.
	 * @param email the message
	 * @return the address, the same in each attempt
	 * @throws dev.sendpost.InvalidEmailException if it would not be a valid address
	 */
	EmailAddress of(OutgoingEmail email);

}
