package dev.sendpost.bounce;

import java.io.IOException;
import java.io.InputStream;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the header of the original message tells, which a report returned.
 *
 * @param original which message it is
 * @param complainant whom it was for, where a provider that forwards complaints says so
 */
record ReturnedHeader(OriginalMessage original, @Nullable EmailAddress complainant) {

	private static final int MAX_FIELDS = 1_000;

	/** Where Microsoft's complaints name the recipient. */
	private static final String COMPLAINANT = "x-hmxmroriginalrecipient";

	static ReturnedHeader read(InputStream in) throws IOException {
		ReportFields fields = new ReportFields(in);
		String messageId = null;
		String returnPath = null;
		EmailAddress complainant = null;
		int count = 0;
		for (ReportField field = fields.next(); field != null && count <= MAX_FIELDS; field = fields.next()) {
			if (field.isSeparator()) {
				if (count > 0) {
					break;
				}
				continue;
			}
			count++;
			switch (field.name()) {
				case "message-id" -> messageId = (messageId != null) ? messageId : ReportText.messageId(field.value());
				case "return-path" -> returnPath = (returnPath != null) ? returnPath : ReportText.path(field.value());
				case COMPLAINANT ->
					complainant = (complainant != null) ? complainant : ReportText.address(field.value());
				default -> {
				}
			}
		}
		return new ReturnedHeader(new OriginalMessage(messageId, returnPath), complainant);
	}

}
