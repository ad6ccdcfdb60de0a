package dev.sendpost.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;

/**
 * A message whose turn has come.
 *
 * @param id the id of the message
 * @param messageId the {@code Message-ID} header, with its angle brackets
 * @param acceptedAt when it was accepted
 * @param subAccount the name of the sub-account that sends it
 * @param email the message, for all whom no policy kept it from
 * @param settled those of its recipients that are done with
 * @param onlyThrough the transports that alone may carry it to some recipients, because
 * they may have taken it for them before; by the mailboxes of the recipients
 */
public record QueuedEmail(UUID id, String messageId, Instant acceptedAt, String subAccount, Email email,
		List<EmailAddress> settled, Map<String, String> onlyThrough) {

	/**
	 * Create a queued message.
	 */
	public QueuedEmail {
		settled = List.copyOf(settled);
		onlyThrough = Map.copyOf(onlyThrough);
	}

}
