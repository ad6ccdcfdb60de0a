package dev.sendpost.mime.read;

import java.util.List;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The envelope that a message comes in (RFC 5321 section 2.3.1).
 *
 * @param sender who a message is from that does not say, or {@code null} if that is not
 * known
 * @param recipients whom it goes to
 * @param refused those whom it would go to as well, had they not been refused: that the
 * header names them makes it no other message
 */
public record Envelope(@Nullable EmailAddress sender, List<EmailAddress> recipients, List<EmailAddress> refused) {

	/**
	 * Create an envelope.
	 */
	public Envelope {
		recipients = List.copyOf(recipients);
		refused = List.copyOf(refused);
	}

}
