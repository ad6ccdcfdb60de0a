package dev.sendpost;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The one way in for mail. Inject it, build an {@link Email}, send it.
 *
 * <p>
 * Without a store the message is handed to a transport at once, in the caller's thread,
 * and the {@link Receipt} says how that went.
 */
public interface MailGateway {

	/**
	 * Send one e-mail.
	 * @param email what to send
	 * @return what became of each recipient; at least one was accepted, or policies
	 * dropped them all ({@link EmailStatus#DROPPED})
	 * @throws InvalidEmailException if something about the e-mail rules out sending it
	 * @throws MailRejectedException if all recipients were refused for good
	 * @throws MailTemporarilyUnavailableException if none was accepted, but may be later
	 * @throws MailMisconfiguredException if the set-up keeps the mail from going out
	 */
	Receipt send(Email email);

	/**
	 * Send many e-mails, several at a time. One that fails does not stop the others: its
	 * receipt says so, and nothing is thrown for it.
	 * @param emails what to send
	 * @return a receipt for each e-mail, in the order of the e-mails
	 */
	List<Receipt> send(Collection<Email> emails);

	/**
	 * Send one e-mail without waiting for it.
	 * @param email what to send
	 * @return completes as {@link #send(Email)} would return, or exceptionally with what
	 * it would throw
	 */
	CompletableFuture<Receipt> sendAsync(Email email);

}
