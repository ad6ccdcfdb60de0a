package dev.sendpost.api.emailapi;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients of the Email API hand it over. Beside what that documents it may
 * have a plain text.
 *
 * @param to the recipient, or several
 * @param from the sender
 * @param subject the subject
 * @param html the message in HTML
 * @param text the message in plain text
 * @param tags what the message is found by; a tag without a value of its own is
 * {@code true}
 */
record NewEmail(@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> to,
		@Nullable String from, @Nullable String subject, @Nullable String html, @Nullable String text,
		@JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> tags) {

	/** How many recipients a message may have. */
	private static final int MAX_RECIPIENTS = 1000;

	/**
	 * The recipients as they were given.
	 */
	String recipients() {
		return (this.to != null) ? String.join(", ", this.to) : "";
	}

	Email toEmail(@Nullable String idempotencyKey) {
		EmailBuilder email = Email.builder();
		if (this.from != null) {
			email.from(this.from);
		}
		if (this.to != null) {
			if (this.to.size() > MAX_RECIPIENTS) {
				throw new InvalidEmailException("to",
						"has " + this.to.size() + " recipients; " + MAX_RECIPIENTS + " are allowed");
			}
			this.to.forEach(email::to);
		}
		if (this.subject != null) {
			email.subject(this.subject);
		}
		if (this.html != null) {
			email.html(this.html);
		}
		if (this.text != null) {
			email.text(this.text);
		}
		if (this.tags != null) {
			this.tags.forEach((name, value) -> {
				if (value.equals("true")) {
					email.tags(name);
				}
				else {
					email.metadata(name, value);
				}
			});
		}
		if (idempotencyKey != null) {
			email.idempotencyKey(idempotencyKey);
		}
		return email.build();
	}

}
