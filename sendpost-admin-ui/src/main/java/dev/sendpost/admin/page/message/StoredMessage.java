package dev.sendpost.admin.page.message;

import java.util.Map;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.RenderedTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message of the log: it is kept as it was accepted, and is filled in here as it
 * is when it is sent.
 */
final class StoredMessage {

	private static final String ACCEPTED = "This is the message as it was accepted. Links to track and to unsubscribe, a signature, and what policies change are put in when it is sent.";

	private static final String VERBATIM = "This message goes out as it was handed in, octet by octet; only header fields are put above it.";

	private StoredMessage() {
	}

	static OpenMessage of(EmailRecord kept, Email content, @Nullable MailTemplates templates) {
		Email email = (content.from() != null) ? content : content.toBuilder().from(kept.from()).build();
		if (email.verbatim() != null) {
			return opened(kept, email, VERBATIM);
		}
		Map<String, @Nullable Object> variables = email.variables();
		if (variables == null) {
			return opened(kept, email, ACCEPTED);
		}
		if (templates == null || (email.html() == null && email.text() == null)) {
			return opened(kept, email, ACCEPTED + " Variables stand as placeholders.");
		}
		try {
			return opened(kept, filledIn(email, variables, templates), ACCEPTED + " Its variables are filled in.");
		}
		catch (TemplateException | InvalidEmailException ex) {
			return opened(kept, email, ACCEPTED + " Its variables cannot be filled in: " + ex.getMessage());
		}
	}

	private static Email filledIn(Email email, Map<String, @Nullable Object> variables, MailTemplates templates) {
		RenderedTemplate rendered = templates.preview(
				TemplateSource
					.of(new TemplateContent(email.subject(), email.preheader(), email.html(), null, email.text())),
				null, variables);
		return email.toBuilder()
			.subject(rendered.subject())
			.preheader(rendered.preheader())
			.html(rendered.html())
			.text(rendered.text())
			.build();
	}

	private static OpenMessage opened(EmailRecord kept, Email email, String note) {
		return OpenMessage.of(kept.id(), kept.receipt().messageId(), kept.acceptedAt(), email, false, note);
	}

}
