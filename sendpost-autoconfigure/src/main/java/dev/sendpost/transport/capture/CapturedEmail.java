package dev.sendpost.transport.capture;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;

/**
 * A message that was kept instead of sent.
 *
 * @param id the id of the message, as in its receipt
 * @param messageId the {@code Message-ID} header, with its angle brackets
 * @param date when the message was accepted
 * @param email the content, as it would have been sent
 * @param recipients whom it would have reached
 */
public record CapturedEmail(UUID id, String messageId, Instant date, Email email, List<EmailAddress> recipients) {

	/**
	 * Create a captured message.
	 */
	public CapturedEmail {
		recipients = List.copyOf(recipients);
	}

}
