package dev.sendpost.outbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.Transports;

/**
 * A message on its way into the queue.
 *
 * @param id the id of the message
 * @param messageId the {@code Message-ID} header, with its angle brackets
 * @param acceptedAt when it was accepted
 * @param subAccount the name of the sub-account that sends it
 * @param original the message as the application gave it, with its sender
 * @param email the message as policies left it
 * @param dropped those of its recipients whom policies keep it from
 */
public record NewEmail(UUID id, String messageId, Instant acceptedAt, String subAccount, Email original, Email email,
		List<RecipientOutcome> dropped) {

	/**
	 * Create a new message.
	 */
	public NewEmail {
		dropped = List.copyOf(dropped);
	}

	/**
	 * Among whose idempotency keys that of the message is: those of its sub-account,
	 * apart from those of mail that is only captured, which must not pass for mail that
	 * was sent.
	 */
	String ownerOfKey() {
		return Transports.CAPTURE.equals(this.email.route()) ? Transports.CAPTURE + ":" + this.subAccount
				: this.subAccount;
	}

}
