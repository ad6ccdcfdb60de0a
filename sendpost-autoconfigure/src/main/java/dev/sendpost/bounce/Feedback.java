package dev.sendpost.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@code message/feedback-report} (RFC 5965 section 3).
 *
 * @param fields the first field of each name
 * @param recipients whom the message was for
 */
record Feedback(Map<String, String> fields, List<EmailAddress> recipients) {

	private static final int MAX_FIELDS = 200;

	static Feedback read(InputStream in) throws IOException {
		ReportFields fields = new ReportFields(in);
		Map<String, String> first = new HashMap<>();
		List<EmailAddress> recipients = new ArrayList<>();
		int count = 0;
		for (ReportField field = fields.next(); field != null && count < MAX_FIELDS; field = fields.next()) {
			if (!field.isSeparator()) {
				count++;
				first.putIfAbsent(field.name(), field.value());
				EmailAddress recipient = field.name().equals("original-rcpt-to") ? ReportText.address(field.value())
						: null;
				if (recipient != null) {
					recipients.add(recipient);
				}
			}
		}
		return new Feedback(first, recipients);
	}

	FeedbackReport report(ReturnedMailHeader header, OriginalMessage original, @Nullable ReturnedHeader returned) {
		String arrived = this.fields.getOrDefault("arrival-date", this.fields.get("received-date"));
		List<EmailAddress> recipientsOrComplainant = this.recipients;
		if (this.recipients.isEmpty() && returned != null && returned.complainant() != null) {
			recipientsOrComplainant = List.of(returned.complainant());
		}
		return new FeedbackReport(header,
				new OriginalMessage(original.messageId(), ReportText.path(this.fields.get("original-mail-from")))
					.or(null, original.returnPath()),
				FeedbackType.of(this.fields.get("feedback-type")), this.fields.get("user-agent"),
				ReportText.date(arrived), this.fields.get("source-ip"), recipientsOrComplainant);
	}

}
