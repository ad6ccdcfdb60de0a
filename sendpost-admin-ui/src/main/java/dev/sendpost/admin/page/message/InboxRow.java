package dev.sendpost.admin.page.message;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.EmailRecord;
import dev.sendpost.admin.page.MessageRow;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CapturedEmail;

/**
 * A message in the list of the inbox.
 *
 * @param id its id
 * @param to the first recipient
 * @param more how many recipients there are besides
 * @param from who it is from
 * @param subject its subject
 * @param at when it was accepted
 * @param test whether a test key sent it
 * @param path where it is read, below the path of the panel
 */
public record InboxRow(UUID id, String to, int more, String from, String subject, Instant at, boolean test,
		String path) {

	static InboxRow of(CapturedEmail captured, String path) {
		return new InboxRow(captured.id(), captured.recipients().get(0).address(), captured.recipients().size() - 1,
				String.valueOf(captured.email().from()), captured.email().subject(), captured.date(),
				Transports.CAPTURE.equals(captured.email().route()), path);
	}

	static InboxRow of(EmailRecord email, String path) {
		MessageRow row = MessageRow.of(email);
		return new InboxRow(row.id(), row.to(), row.more(), row.from(), row.subject(), row.acceptedAt(), true, path);
	}

}
