package dev.sendpost.samples.quickstart;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail as the page shows it.
 *
 * @param id the id of the message
 * @param date when it was accepted
 * @param from the sender
 * @param subject the subject
 * @param status where it stands
 * @param recipients where it stands for each recipient, and why
 * @param attempts how many attempts there were to send it
 * @param next when it is attempted next, or {@code null} if it no longer waits
 * @param text the text part, if it was captured
 * @param html the HTML part, if it was captured
 */
record EmailView(UUID id, Instant date, String from, String subject, String status, List<String> recipients,
		int attempts, @Nullable Instant next, @Nullable String text, @Nullable String html) {

	static EmailView of(EmailRecord email, @Nullable Email captured) {
		return new EmailView(email.id(), email.acceptedAt(), email.from().toString(), email.subject(),
				email.status().name(), email.outcomes().stream().map(EmailView::describe).toList(), email.attempts(),
				email.dueAt(), (captured != null) ? captured.text() : null,
				(captured != null) ? captured.html() : null);
	}

	static String describe(RecipientOutcome outcome) {
		String why = (outcome.reason() != null) ? outcome.reason() : outcome.serverText();
		return outcome.recipient().address() + ": " + outcome.status() + ((why != null) ? " (" + why + ")" : "");
	}

}
