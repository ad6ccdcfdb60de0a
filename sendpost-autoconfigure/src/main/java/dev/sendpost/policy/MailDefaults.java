package dev.sendpost.policy;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import org.jspecify.annotations.Nullable;

/**
 * Completes a message before it gets its id and the policies see it: the sender and the
 * route, where it names none.
 */
@FunctionalInterface
public interface MailDefaults {

	/**
	 * Complete a message.
	 * @param email the message
	 * @param submitter who submits it
	 * @return the message with what was missing, as far as there is a default
	 * @throws InvalidEmailException with the field {@code subAccount} if there is no such
	 * sub-account, or it may not send
	 */
	Email complete(Email email, Submitter submitter);

	/**
	 * Require that there is the sub-account of a submitter.
	 * @param submitter the submitter
	 * @throws InvalidEmailException with the field {@code subAccount} if there is no such
	 * sub-account
	 */
	default void requireKnown(Submitter submitter) {
	}

	/**
	 * One sender for all mail without one.
	 * @param sender the sender, or {@code null} for none
	 * @return the defaults
	 */
	static MailDefaults from(@Nullable EmailAddress sender) {
		return (email, submitter) -> (email.from() == null && sender != null) ? email.toBuilder().from(sender).build()
				: email;
	}

}
