package dev.sendpost.api.smtpmailer;

import dev.sendpost.Email;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients of SMTP Mailer hand it over.
 *
 * @param from the sender
 * @param to the recipients, with commas between them
 * @param cc who gets a copy, with commas between them, or {@code null} for nobody
 * @param subject the subject
 * @param text the message in plain text
 */
record NewEmail(@Nullable String from, @Nullable String to, @Nullable String cc, @Nullable String subject,
		@Nullable String text) {

	Email toEmail() {
		return Email.builder()
			.from(required("from", this.from))
			.to(AddressList.split(required("to", this.to)))
			.cc((this.cc != null && !this.cc.isBlank()) ? AddressList.split(this.cc) : new String[0])
			.subject(required("subject", this.subject))
			.text(required("text", this.text))
			.build();
	}

	private static String required(String field, @Nullable String value) {
		if (value == null) {
			throw ApiProblem.invalid(field, "is missing");
		}
		return value;
	}

}
