package dev.sendpost.bounce;

import java.time.Instant;
import java.util.List;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A feedback report (RFC 5965, ARF), most often a recipient's complaint.
 *
 * @param header what the header tells
 * @param original the message it is about
 * @param type what kind of feedback it is
 * @param userAgent the program that reports, or {@code null} if it does not tell
 * @param arrivalDate when the message arrived there, or {@code null} if it does not tell
 * @param sourceIp the address the message came from, or {@code null} if it does not tell
 * @param recipients whom the message was for, none if that is withheld
 */
public record FeedbackReport(ReturnedMailHeader header, OriginalMessage original, FeedbackType type,
		@Nullable String userAgent, @Nullable Instant arrivalDate, @Nullable String sourceIp,
		List<EmailAddress> recipients) implements ReturnedMail {

	/**
	 * Create a report.
	 */
	public FeedbackReport {
		recipients = List.copyOf(recipients);
	}

}
