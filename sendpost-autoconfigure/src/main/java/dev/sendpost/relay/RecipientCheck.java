package dev.sendpost.relay;

import java.util.Optional;

import dev.sendpost.EmailAddress;
import dev.sendpost.Submitter;

/**
 * Says early, at {@code RCPT}, who will not get mail. The policies of the gateway decide
 * in the end.
 */
@FunctionalInterface
public interface RecipientCheck {

	/**
	 * Check a recipient, cheaply.
	 * @param recipient the recipient
	 * @param submitter who writes to it
	 * @return why it gets no mail, empty if that is not known now
	 */
	Optional<String> objection(EmailAddress recipient, Submitter submitter);

}
