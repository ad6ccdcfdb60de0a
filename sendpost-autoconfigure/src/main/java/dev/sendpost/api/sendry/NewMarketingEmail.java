package dev.sendpost.api.sendry;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStream;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * A message of broadcast mail, whose reader can unsubscribe.
 *
 * @param from the sender; that of the sub-account if there is none
 * @param to the recipients
 * @param replyTo where answers go
 * @param subject the subject; that of the template if there is none
 * @param html the message in HTML
 * @param text the message in plain text
 * @param tags what the message is found by
 * @param headers other header fields
 * @param scheduledAt when it is to go out
 * @param templateId the id or the name of a template
 * @param variables what to fill in
 * @param tracking whether opens and clicks are tracked
 * @param unsubscribeUrl where a POST unsubscribes the reader
 * @param listId the id of the audience that the message is for, or {@code null}
 */
record NewMarketingEmail(@Nullable String from,
		@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> to,
		@JsonFormat(with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> replyTo,
		@Nullable String subject, @Nullable String html, @Nullable String text, @Nullable List<NewTag> tags,
		@Nullable Map<String, String> headers, @Nullable Instant scheduledAt, @Nullable String templateId,
		@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> variables,
		@Nullable Boolean tracking, @Nullable String unsubscribeUrl, @Nullable String listId) {

	EmailBuilder toBuilder(UnaryOperator<String> templates) {
		EmailBuilder email = new NewEmail(this.from, this.to, null, null, this.replyTo, this.subject, this.html,
				this.text, this.tags, this.headers, this.scheduledAt, this.templateId, this.variables, null,
				this.tracking)
			.toBuilder(templates);
		if (this.listId != null) {
			email.metadata("list_id", this.listId);
		}
		return email.stream(EmailStream.BROADCAST).listUnsubscribe(wayOut());
	}

	private ListUnsubscribe wayOut() {
		if (this.unsubscribeUrl == null) {
			throw ApiProblem.invalid("unsubscribe_url", "is missing");
		}
		try {
			URI target = new URI(this.unsubscribeUrl);
			return "https".equalsIgnoreCase(target.getScheme()) ? ListUnsubscribe.oneClick(target)
					: ListUnsubscribe.of(target);
		}
		catch (URISyntaxException ex) {
			throw ApiProblem.invalid("unsubscribe_url", "is not a URL");
		}
	}

}
