package dev.sendpost;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The one way in for mail. Inject it, build an {@link Email}, send it.
 *
 * <p>
 * With a store, {@code send} writes the message to the database in the caller's
 * transaction and returns; it is delivered after the commit, and not at all if the
 * transaction rolls back. Without a store the message is handed to a transport at once,
 * in the caller's thread, and the {@link Receipt} says how that went.
 */
public interface MailGateway {

	/**
	 * Send one e-mail.
	 * @param email what to send
	 * @return with a store, that the e-mail is queued; without, what became of each
	 * recipient: at least one was accepted, or policies dropped them all
	 * ({@link EmailStatus#DROPPED})
	 * @throws InvalidEmailException if something about the e-mail rules out sending it
	 * @throws MailRejectedException if a policy refuses it, or without a store all
	 * recipients were refused for good
	 * @throws MailTemporarilyUnavailableException if the store cannot be reached, or
	 * without a store no recipient was accepted, but may be later
	 * @throws MailMisconfiguredException if the set-up keeps the mail from going out
	 */
	Receipt send(Email email);

	/**
	 * Send many e-mails. One that is refused does not stop the others: its receipt says
	 * so, and nothing is thrown for it. Once a limit is reached, those that follow are
	 * refused too, and {@link Receipt#retryAfter()} tells when to send them.
	 * @param emails what to send
	 * @return a receipt for each e-mail, in the order of the e-mails
	 * @throws MailTemporarilyUnavailableException if the store cannot be reached; then
	 * none of them is sent
	 */
	List<Receipt> send(Collection<Email> emails);

	/**
	 * Send one message to many, filled in for each.
	 * @param batch the message and its recipients
	 * @return a receipt for each recipient, in order, as of {@link #send(Collection)}
	 */
	default List<Receipt> send(EmailBatch batch) {
		return send(batch.emails());
	}

	/**
	 * Send one e-mail without waiting for a transport. With a store this is
	 * {@link #send(Email)}, still in the caller's transaction.
	 * @param email what to send
	 * @return completes as {@link #send(Email)} would return, or exceptionally with what
	 * it would throw
	 */
	CompletableFuture<Receipt> sendAsync(Email email);

	/**
	 * Find what became of a message.
	 * @param id the id in its receipt
	 * @return what is known, or nothing if there is no such message (any more)
	 * @throws StoreRequiredException without a store
	 */
	default Optional<EmailRecord> find(UUID id) {
		throw new StoreRequiredException("Finding an e-mail");
	}

	/**
	 * Find what a message says.
	 * @param id the id in its receipt
	 * @return the message as it was accepted: variables are not filled in, and a template
	 * is; nothing if there is no such message (any more) or its content is no longer kept
	 * @throws StoreRequiredException without a store
	 */
	default Optional<Email> findContent(UUID id) {
		throw new StoreRequiredException("Finding an e-mail");
	}

	/**
	 * Find messages.
	 * @param search which
	 * @return the first page, or the one that the search asks for
	 * @throws StoreRequiredException without a store
	 */
	default EmailPage search(EmailSearch search) {
		throw new StoreRequiredException("Searching e-mail");
	}

	/**
	 * Count messages, but not on and on: among millions, an exact number takes seconds
	 * and is wrong by then.
	 * @param search which; the size of a page does not matter, what it skips does not
	 * count, and with a subject only {@value EmailSearch#SUBJECT_WINDOW} are looked at
	 * @param atMost where to stop
	 * @return how many there are, or {@code atMost} if there are as many or more
	 * @throws IllegalArgumentException if {@code atMost} is negative
	 * @throws StoreRequiredException without a store
	 */
	default int count(EmailSearch search, int atMost) {
		throw new StoreRequiredException("Counting e-mail");
	}

	/**
	 * Call a waiting message back, in the caller's transaction.
	 * @param id the id in its receipt
	 * @return whether it was called back: {@code false} if it is being sent, has been
	 * settled, or does not exist
	 * @throws StoreRequiredException without a store
	 */
	default boolean cancel(UUID id) {
		throw new StoreRequiredException("Cancelling an e-mail");
	}

	/**
	 * Call waiting messages back, in the caller's transaction.
	 * @param ids the ids in their receipts
	 * @return how many were called back; others are being sent, have been settled, or do
	 * not exist
	 * @throws StoreRequiredException without a store
	 */
	default int cancel(Collection<UUID> ids) {
		return (int) ids.stream().filter(this::cancel).count();
	}

	/**
	 * Let a waiting message go out at another time, in the caller's transaction.
	 * @param id the id in its receipt
	 * @param sendAt the time, at once if it has passed
	 * @return whether it will: {@code false} if it is being sent, has been settled, or
	 * does not exist
	 * @throws StoreRequiredException without a store
	 */
	default boolean reschedule(UUID id, Instant sendAt) {
		throw new StoreRequiredException("Rescheduling an e-mail");
	}

	/**
	 * Send a message again to those whom it failed to reach: a new message with a new id
	 * and the same content.
	 * @param id the id in its receipt
	 * @return the receipt of the new message
	 * @throws InvalidEmailException with the field {@code id} if there is no such
	 * message, its content is no longer kept, or it failed for nobody
	 * @throws StoreRequiredException without a store
	 */
	default Receipt resend(UUID id) {
		return resend(id, null);
	}

	/**
	 * Send a message again to those whom it failed to reach, once however often this is
	 * called.
	 * @param id the id in its receipt
	 * @param idempotencyKey as of {@link EmailBuilder#idempotencyKey(String)}, or
	 * {@code null} to send it again each time
	 * @return the receipt of the new message, or of the one that was sent again under the
	 * key before
	 * @throws InvalidEmailException with the field {@code id} if there is no such
	 * message, its content is no longer kept, or it failed for nobody; with the field
	 * {@code idempotencyKey} if another message, or other recipients, had the key
	 * @throws StoreRequiredException without a store
	 */
	default Receipt resend(UUID id, @Nullable String idempotencyKey) {
		throw new StoreRequiredException("Sending an e-mail again");
	}

	/**
	 * This gateway as one sub-account uses it: what is sent is that sub-account's mail,
	 * and no other mail is found, changed or sent again. It stays the gateway of whoever
	 * uses this one, so that mail of a test key is still only captured. Where a
	 * {@link SubmitterResolver} names a tenant, that is the one of the current thread,
	 * now and not when mail is sent.
	 * @param name the name of the sub-account
	 * @return the gateway of the sub-account
	 * @throws InvalidEmailException with the field {@code subAccount} if there is no such
	 * sub-account, or whoever uses this gateway {@linkplain Submitter#maySee may not see}
	 * its mail
	 */
	MailGateway forSubAccount(String name);

	/**
	 * This gateway as a submitter uses it, for whoever lets others send: the submitter
	 * sees, and acts on, only the mail that is its own. Of all ways to such a gateway
	 * this one alone does not ask who uses the present one, so give it a submitter that
	 * you know, such as that of a key that was checked.
	 * @param submitter who sends
	 * @return the gateway of the submitter
	 * @throws InvalidEmailException with the field {@code subAccount} if it has no such
	 * sub-account
	 */
	MailGateway forSubmitter(Submitter submitter);

}
