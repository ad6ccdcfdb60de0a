package dev.sendpost.mime;

import java.io.IOException;

import dev.sendpost.EmailAddress;

/**
 * Signs what leaves by SMTP, right before it does.
 */
@FunctionalInterface
public interface MailSigner {

	/** Leaves every message as it is. */
	MailSigner NONE = (message, from, subAccount) -> message;

	/**
	 * Sign a message.
	 * @param message the message
	 * @param from who it is from
	 * @param subAccount the name of the sub-account whose message it is
	 * @return the message with its signatures, or the same if there is no key for it
	 * @throws IOException if an attachment cannot be read
	 * @throws MailSigningException if there is a key, and it cannot be used now
	 */
	RenderedEmail sign(RenderedEmail message, EmailAddress from, String subAccount) throws IOException;

}
