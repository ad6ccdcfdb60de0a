package dev.sendpost.samples.quickstart;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /send} takes.
 *
 * @param from the sender
 * @param to one recipient, or a list of them
 * @param subject the subject
 * @param text the text body
 * @param html the HTML body
 */
record SendRequest(@Nullable String from,
		@JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<@Nullable String> to,
		@Nullable String subject, @Nullable String text, @Nullable String html) {

	Email toEmail() {
		EmailBuilder email = Email.builder().text(this.text).html(this.html);
		if (this.from != null) {
			email.from(this.from);
		}
		if (this.to != null) {
			for (String address : this.to) {
				if (address == null) {
					throw new InvalidEmailException("to", "one of the addresses is null");
				}
				email.to(address);
			}
		}
		if (this.subject != null) {
			email.subject(this.subject);
		}
		return email.build();
	}

}
