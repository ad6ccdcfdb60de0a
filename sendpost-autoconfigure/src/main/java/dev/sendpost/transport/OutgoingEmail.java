package dev.sendpost.transport;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;

/**
 * A message on its way out: complete, approved, and the same in each attempt.
 *
 * @param id the id of the message, as in its receipt
 * @param messageId the {@code Message-ID} header, with its angle brackets
 * @param date when the message was accepted, for the {@code Date} header
 * @param email the content; it has a sender
 * @param recipients whom this attempt is to reach: those of the email's recipients that
 * are not settled yet
 * @param subAccount the name of the sub-account whose message it is
 * @param onlyThrough the names of the transports that alone may carry the message to some
 * recipients, because they may have done so before; by the mailboxes of the recipients
 */
public record OutgoingEmail(UUID id, String messageId, Instant date, Email email, List<EmailAddress> recipients,
		String subAccount, Map<String, String> onlyThrough) {

	/**
	 * Create an outgoing message.
	 * @throws IllegalArgumentException if the email has no sender or nobody is to be
	 * reached
	 */
	public OutgoingEmail {
		recipients = List.copyOf(recipients);
		onlyThrough = Map.copyOf(onlyThrough);
		if (email.from() == null) {
			throw new IllegalArgumentException("The email has no sender");
		}
		if (recipients.isEmpty()) {
			throw new IllegalArgumentException("The email has nobody to reach");
		}
	}

	/**
	 * Create an outgoing message that any transport may carry.
	 * @param id the id of the message
	 * @param messageId the {@code Message-ID} header, with its angle brackets
	 * @param date when the message was accepted
	 * @param email the content; it has a sender
	 * @param recipients whom this attempt is to reach
	 * @param subAccount the name of the sub-account whose message it is
	 */
	public OutgoingEmail(UUID id, String messageId, Instant date, Email email, List<EmailAddress> recipients,
			String subAccount) {
		this(id, messageId, date, email, recipients, subAccount, Map.of());
	}

	/**
	 * Create an outgoing message of the default sub-account.
	 * @param id the id of the message
	 * @param messageId the {@code Message-ID} header, with its angle brackets
	 * @param date when the message was accepted
	 * @param email the content; it has a sender
	 * @param recipients whom this attempt is to reach
	 */
	public OutgoingEmail(UUID id, String messageId, Instant date, Email email, List<EmailAddress> recipients) {
		this(id, messageId, date, email, recipients, Submitter.DEFAULT_SUB_ACCOUNT);
	}

	/**
	 * Who the message is from.
	 * @return the address
	 */
	public EmailAddress from() {
		return Objects.requireNonNull(this.email.from());
	}

	/**
	 * The same message for fewer recipients.
	 * @param recipients whom to reach
	 * @return the message
	 */
	public OutgoingEmail to(List<EmailAddress> recipients) {
		return new OutgoingEmail(this.id, this.messageId, this.date, this.email, recipients, this.subAccount,
				this.onlyThrough);
	}

	/**
	 * By what a service recognises that this is the same message for the same recipients
	 * as in an attempt before, so that it does not send it twice.
	 * @return the key, of up to 80 letters, digits and hyphens
	 */
	public String idempotencyKey() {
		String all = this.recipients.stream()
			.map(EmailAddress::mailbox)
			.sorted()
			.collect(Collectors.joining("\n", this.id + "\n", ""));
		return this.id + "-" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The recipients that have no outcome yet.
	 */
	List<EmailAddress> recipientsWithout(Collection<RecipientOutcome> outcomes) {
		if (outcomes.isEmpty()) {
			return this.recipients;
		}
		Set<String> settled = outcomes.stream()
			.map((outcome) -> outcome.recipient().address())
			.collect(Collectors.toSet());
		return this.recipients.stream().filter((recipient) -> !settled.contains(recipient.address())).toList();
	}

}
