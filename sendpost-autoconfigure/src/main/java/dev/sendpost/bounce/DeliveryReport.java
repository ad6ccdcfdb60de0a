package dev.sendpost.bounce;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A delivery status notification (RFC 3464, RFC 6533), or what a server says in a form of
 * its own that is understood.
 *
 * @param header what the header tells
 * @param original the message it is about
 * @param reportingMta the server that reports, or {@code null} if it does not tell
 * @param arrivalDate when the message arrived there, or {@code null} if it does not tell
 * @param recipients what became of the recipients, at least one
 */
public record DeliveryReport(ReturnedMailHeader header, OriginalMessage original, @Nullable String reportingMta,
		@Nullable Instant arrivalDate, List<RecipientReport> recipients) implements ReturnedMail {

	/**
	 * Create a report.
	 */
	public DeliveryReport {
		recipients = List.copyOf(recipients);
	}

}
