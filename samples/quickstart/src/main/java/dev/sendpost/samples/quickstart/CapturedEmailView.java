package dev.sendpost.samples.quickstart;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.transport.capture.CapturedEmail;
import org.jspecify.annotations.Nullable;

/**
 * A captured e-mail as the page shows it.
 *
 * @param id the id of the message
 * @param date when it was accepted
 * @param from the sender
 * @param to the recipients
 * @param subject the subject
 * @param text the text part
 * @param html the HTML part
 * @param attachments the names, types and sizes of files
 */
record CapturedEmailView(UUID id, Instant date, String from, List<String> to, String subject, @Nullable String text,
		@Nullable String html, List<String> attachments) {

	static CapturedEmailView of(CapturedEmail captured) {
		Email email = captured.email();
		return new CapturedEmailView(captured.id(), captured.date(), String.valueOf(email.from()),
				captured.recipients().stream().map(Object::toString).toList(), email.subject(), email.text(),
				email.html(), email.attachments().stream().map(Object::toString).toList());
	}

}
