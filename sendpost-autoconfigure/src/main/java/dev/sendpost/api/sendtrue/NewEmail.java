package dev.sendpost.api.sendtrue;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients of SendTrue hand it over.
 *
 * @param from the sender; that of the sub-account if there is none
 * @param to the recipient
 * @param subject the subject
 * @param html the message in HTML
 * @param text the message in plain text
 */
record NewEmail(@Nullable String from, @Nullable String to, @Nullable String subject, @Nullable String html,
		@Nullable String text) {

	Email toEmail(@Nullable String smtpId, @Nullable String idempotencyKey) {
		EmailBuilder email = Email.builder()
			.to(required("to", this.to))
			.subject(required("subject", this.subject))
			.html(this.html)
			.text(this.text)
			.route(smtpId)
			.idempotencyKey(idempotencyKey);
		if (this.from != null) {
			email.from(this.from);
		}
		return email.build();
	}

	private static String required(String field, @Nullable String value) {
		if (value == null) {
			throw ApiProblem.invalid(field, "is missing");
		}
		return value;
	}

}
