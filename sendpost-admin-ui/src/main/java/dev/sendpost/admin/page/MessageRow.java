package dev.sendpost.admin.page;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.EmailRecord;
import dev.sendpost.RecipientOutcome;

/**
 * A message in a list.
 *
 * @param id its id
 * @param status where it stands
 * @param from who it is from
 * @param to the first recipient
 * @param more how many recipients there are besides
 * @param subject its subject
 * @param subAccount whose it is
 * @param acceptedAt when it was accepted
 */
public record MessageRow(UUID id, String status, String from, String to, int more, String subject, String subAccount,
		Instant acceptedAt) {

	/**
	 * A row for a message.
	 * @param email the message
	 * @return the row
	 */
	public static MessageRow of(EmailRecord email) {
		List<RecipientOutcome> outcomes = email.outcomes();
		String first = outcomes.isEmpty() ? "" : outcomes.get(0).recipient().address();
		return new MessageRow(email.id(), email.status().name(), email.from().toString(), first,
				Math.max(0, outcomes.size() - 1), email.subject(), email.subAccount(), email.acceptedAt());
	}

}
