package dev.sendpost.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import org.jspecify.annotations.Nullable;

/**
 * A message while policies decide about it. Used by one thread.
 */
public final class PolicyMessage {

	private final Submitter submitter;

	private final @Nullable UUID id;

	private Email email;

	private boolean deserted;

	private @Nullable String refusal;

	private final List<RecipientOutcome> dropped = new ArrayList<>();

	/**
	 * Put a message of the account before the policies.
	 * @param email the message
	 */
	public PolicyMessage(Email email) {
		this(email, Submitter.account());
	}

	/**
	 * Put a message before the policies.
	 * @param email the message
	 * @param submitter who submits it
	 */
	public PolicyMessage(Email email, Submitter submitter) {
		this(email, submitter, null);
	}

	/**
	 * Put a message that has its id before the policies.
	 * @param email the message
	 * @param submitter who submits it
	 * @param id the id of the message, or {@code null} if it has none yet
	 */
	public PolicyMessage(Email email, Submitter submitter, @Nullable UUID id) {
		this.email = email;
		this.submitter = submitter;
		this.id = id;
	}

	/**
	 * The id of the message, as in its receipt.
	 * @return the id; {@code null} only while messages that are handed over together are
	 * prepared for
	 */
	public @Nullable UUID id() {
		return this.id;
	}

	/**
	 * Who submits the message. Which key it was is not known any more when a queue lies
	 * between intake and dispatch; whether it was a test key is.
	 * @return the submitter
	 */
	public Submitter submitter() {
		return this.submitter;
	}

	/**
	 * The message as the policies so far left it.
	 * @return the message
	 */
	public Email email() {
		return this.email;
	}

	/**
	 * Those whom the message is still for.
	 * @return the recipients, none if all were dropped
	 */
	public List<EmailAddress> recipients() {
		return this.deserted ? List.of() : this.email.recipients();
	}

	/**
	 * Go on with another message, for example one with a header more. It reaches nobody
	 * who was dropped before.
	 * @param email the message to send instead
	 */
	public void replace(Email email) {
		this.email = email;
		this.deserted = false;
		remove(mailboxes(this.dropped.stream().map(RecipientOutcome::recipient).toList()));
	}

	/**
	 * Keep the message from one recipient; the others get it without that address.
	 * @param recipient the address
	 * @param reason why, for the outcome of that recipient
	 */
	public void drop(EmailAddress recipient, String reason) {
		drop(Map.of(recipient, reason));
	}

	/**
	 * Keep the message from several recipients.
	 * @param reasons the addresses, and why for each
	 */
	public void drop(Map<EmailAddress, String> reasons) {
		Set<EmailAddress> mailboxes = mailboxes(recipients());
		Set<EmailAddress> added = new HashSet<>();
		reasons.forEach((recipient, reason) -> {
			EmailAddress mailbox = mailbox(recipient);
			if (mailboxes.contains(mailbox) && added.add(mailbox)) {
				this.dropped.add(RecipientOutcome.dropped(recipient, reason));
			}
		});
		if (!added.isEmpty()) {
			remove(added);
		}
	}

	private static Set<EmailAddress> mailboxes(Collection<EmailAddress> addresses) {
		return addresses.stream().map(PolicyMessage::mailbox).collect(Collectors.toCollection(HashSet::new));
	}

	/**
	 * The address without its name, which is equal for the same mailbox.
	 */
	private static EmailAddress mailbox(EmailAddress address) {
		return (address.name() != null) ? new EmailAddress(null, address.localPart(), address.domain()) : address;
	}

	private void remove(Set<EmailAddress> mailboxes) {
		Predicate<EmailAddress> remaining = (address) -> !mailboxes.contains(mailbox(address));
		List<EmailAddress> recipients = this.email.recipients();
		if (recipients.stream().allMatch(remaining)) {
			return;
		}
		if (recipients.stream().noneMatch(remaining)) {
			this.deserted = true;
			return;
		}
		this.email = this.email.toBuilder()
			.clearRecipients()
			.to(filter(this.email.to(), remaining))
			.cc(filter(this.email.cc(), remaining))
			.bcc(filter(this.email.bcc(), remaining))
			.build();
	}

	/**
	 * Refuse the message as a whole. The sender gets an error, and no policy after this
	 * one is asked.
	 * @param reason why, for the sender to read
	 */
	public void refuse(String reason) {
		this.refusal = reason;
	}

	/**
	 * Why the message was refused.
	 * @return the reason, or {@code null} if it was not refused
	 */
	public @Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * Whom the message is kept from.
	 * @return an outcome for each dropped recipient
	 */
	public List<RecipientOutcome> dropped() {
		return List.copyOf(this.dropped);
	}

	private static Collection<EmailAddress> filter(List<EmailAddress> addresses, Predicate<EmailAddress> remaining) {
		return addresses.stream().filter(remaining).toList();
	}

}
