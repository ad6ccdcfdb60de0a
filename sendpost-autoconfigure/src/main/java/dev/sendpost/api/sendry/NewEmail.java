package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.mime.read.PropertyFields;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients of Sendry hand it over.
 *
 * @param from the sender; that of the sub-account if there is none
 * @param to the recipients
 * @param cc those who get a copy
 * @param bcc those who get a copy that nobody sees
 * @param replyTo where answers go
 * @param subject the subject; that of the template if there is none
 * @param html the message in HTML
 * @param text the message in plain text
 * @param tags what the message is found by; one with the value {@code true} is no more
 * than its name
 * @param headers other header fields
 * @param scheduledAt when it is to go out
 * @param templateId the id or the name of a template
 * @param variables what to fill in
 * @param attachments files
 * @param tracking whether opens and clicks are tracked
 */
record NewEmail(@Nullable String from,
		@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> to,
		@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> cc,
		@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> bcc,
		@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> replyTo,
		@Nullable String subject, @Nullable String html, @Nullable String text, @Nullable List<NewTag> tags,
		@Nullable Map<String, String> headers, @Nullable Instant scheduledAt, @Nullable String templateId,
		@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> variables,
		@Nullable List<NewAttachment> attachments, @Nullable Boolean tracking) {

	/**
	 * The message with what all of a batch have in common where it says nothing itself.
	 */
	NewEmail or(@Nullable String from, @Nullable String subject, @Nullable String templateId) {
		return new NewEmail((this.from != null) ? this.from : from, this.to, this.cc, this.bcc, this.replyTo,
				(this.subject != null) ? this.subject : subject, this.html, this.text, this.tags, this.headers,
				this.scheduledAt, (this.templateId != null) ? this.templateId : templateId, this.variables,
				this.attachments, this.tracking);
	}

	/**
	 * The message.
	 * @param templates gives the name of the template with an id
	 */
	EmailBuilder toBuilder(UnaryOperator<String> templates) {
		EmailBuilder email = Email.builder().html(this.html).text(this.text).sendAt(this.scheduledAt);
		if (this.from != null) {
			email.from(this.from);
		}
		email.to(texts(this.to)).cc(texts(this.cc)).bcc(texts(this.bcc)).replyTo(texts(this.replyTo));
		if (this.subject != null) {
			email.subject(this.subject);
		}
		else if (this.templateId == null) {
			throw ApiProblem.invalid("subject", "is missing");
		}
		if (this.templateId != null) {
			email.template(templates.apply(this.templateId));
		}
		if (this.variables != null) {
			this.variables.forEach(email.personalized()::variable);
		}
		if (this.headers != null) {
			PropertyFields.addTo(email, this.headers);
		}
		tag(email);
		attach(email);
		return email.trackOpens(this.tracking).trackClicks(this.tracking);
	}

	private static String[] texts(@Nullable List<String> texts) {
		return Objects.requireNonNullElse(texts, List.<String>of()).toArray(String[]::new);
	}

	private void tag(EmailBuilder email) {
		Set<String> names = new HashSet<>();
		for (NewTag tag : Objects.requireNonNullElse(this.tags, List.<NewTag>of())) {
			if (tag.name() == null || tag.value() == null) {
				throw ApiProblem.invalid("tags", "each tag needs a name and a value");
			}
			if (!names.add(tag.name())) {
				throw ApiProblem.invalid("tags", "there are two tags with the same name");
			}
			if (tag.value().equals("true")) {
				email.tags(tag.name());
			}
			else {
				email.metadata(tag.name(), tag.value());
			}
		}
	}

	private void attach(EmailBuilder email) {
		if (this.attachments != null) {
			for (int i = 0; i < this.attachments.size(); i++) {
				email.attach(this.attachments.get(i).toAttachment("attachments[" + i + "]"));
			}
		}
	}

}
