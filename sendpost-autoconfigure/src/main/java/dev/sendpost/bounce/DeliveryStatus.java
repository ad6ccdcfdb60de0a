package dev.sendpost.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@code message/delivery-status} or
 * {@code message/global-delivery-status} (RFC 3464 section 2, RFC 6533 section 3).
 *
 * @param reportingMta the server that reports
 * @param arrivalDate when the message arrived there
 * @param messageId the id of the message, where a server tells it here
 * @param recipients what became of the recipients
 */
record DeliveryStatus(@Nullable String reportingMta, @Nullable Instant arrivalDate, @Nullable String messageId,
		List<RecipientReport> recipients) {

	/** Recipients in one report. */
	static final int MAX_RECIPIENTS = 1_000;

	static DeliveryStatus read(InputStream in) throws IOException {
		return new Reader().read(new ReportFields(in));
	}

	DeliveryReport report(ReturnedMailHeader header, OriginalMessage original) {
		return new DeliveryReport(header, original.or(this.messageId, null), this.reportingMta, this.arrivalDate,
				this.recipients);
	}

	/**
	 * Reads group by group. A blank line ends a group that tells what became of the
	 * recipient, and so does a field that the group has already: some servers forget the
	 * blank line, or put one in between.
	 */
	private static final class Reader {

		/** The fields of a message that belong to no recipient. */
		private static final List<String> OF_MESSAGE = List.of("reporting-mta", "arrival-date",
				"x-original-message-id");

		private static final List<String> OF_RECIPIENT = List.of("final-recipient", "original-recipient", "action",
				"status", "diagnostic-code", "remote-mta", "last-attempt-date");

		private final Map<String, String> message = new HashMap<>();

		private final Map<String, String> recipient = new HashMap<>();

		private final List<RecipientReport> recipients = new ArrayList<>();

		DeliveryStatus read(ReportFields fields) throws IOException {
			for (ReportField field = fields.next(); field != null; field = fields.next()) {
				add(field);
			}
			endRecipient();
			return new DeliveryStatus(ReportText.value(this.message.get("reporting-mta")),
					ReportText.date(this.message.get("arrival-date")),
					ReportText.messageId(this.message.get("x-original-message-id")), this.recipients);
		}

		private void add(ReportField field) {
			if (field.isSeparator()) {
				if (this.recipient.containsKey("action") || this.recipient.containsKey("status")) {
					endRecipient();
				}
			}
			else if (OF_MESSAGE.contains(field.name())) {
				this.message.putIfAbsent(field.name(), field.value());
			}
			else if (OF_RECIPIENT.contains(field.name())) {
				if (this.recipient.containsKey(field.name())) {
					endRecipient();
				}
				this.recipient.put(field.name(), field.value());
			}
		}

		private void endRecipient() {
			EmailAddress finalRecipient = ReportText.address(this.recipient.get("final-recipient"));
			EmailAddress originalRecipient = ReportText.address(this.recipient.get("original-recipient"));
			EnhancedStatusCode status = ReportText.code(this.recipient.get("status"));
			String serverText = ReportText.value(this.recipient.get("diagnostic-code"));
			EnhancedStatusCode code = ReportText.code(status, serverText);
			DeliveryAction action = DeliveryAction.of(this.recipient.get("action"), code);
			if (action != null) {
				if (this.recipients.size() == MAX_RECIPIENTS) {
					throw new UnreadableMailException("It reports on more than " + MAX_RECIPIENTS + " recipients");
				}
				this.recipients.add(new RecipientReport(finalRecipient, originalRecipient, action, code, serverText,
						ReportText.value(this.recipient.get("remote-mta")),
						ReportText.date(this.recipient.get("last-attempt-date"))));
			}
			this.recipient.clear();
		}

	}

}
