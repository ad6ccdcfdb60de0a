package dev.sendpost.api.sendpost;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients of the service hand it over, {@code EmailMessageObject} and
 * {@code EmailMessageWithTemplate}.
 *
 * @param from the sender, by default that of the sub-account
 * @param replyTo where answers go
 * @param to the recipients, each of whom gets a message that names no other one
 * @param subject the subject
 * @param preText what mail clients show behind the subject
 * @param htmlBody the message in HTML
 * @param textBody the message in plain text
 * @param ampBody the message in AMP
 * @param ippool the IP pool, which is a route
 * @param headers header fields
 * @param trackOpens whether opens are tracked
 * @param trackClicks whether clicks are tracked
 * @param groups what the message is counted by, which are tags
 * @param attachments files
 * @param webhookEndpoint where to report what becomes of it
 * @param template the name of a template
 * @param templateId the id of a template, or its name
 * @param templateVariables what to fill in for all
 * @param dynamicData the same, as the service's example for curl calls it
 */
record NewEmail(@Nullable Address from, @Nullable Address replyTo, @Nullable List<Recipient> to,
		@Nullable String subject, @Nullable String preText, @Nullable String htmlBody, @Nullable String textBody,
		@Nullable String ampBody, @Nullable String ippool, @Nullable Map<String, String> headers,
		@Nullable Boolean trackOpens, @Nullable Boolean trackClicks, @Nullable List<String> groups,
		@Nullable List<File> attachments, @Nullable String webhookEndpoint, @Nullable String template,
		@Nullable String templateId,
		@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> templateVariables,
		@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> dynamicData) {

	/**
	 * An address.
	 *
	 * @param email the address
	 * @param name the name shown for it
	 */
	record Address(@Nullable String email, @Nullable String name) {

	}

	/**
	 * A recipient.
	 *
	 * @param email the address
	 * @param name the name shown for it
	 * @param cc who is copied in for all to see
	 * @param bcc who is copied in unseen
	 * @param customFields what to fill in for this recipient
	 */
	record Recipient(@Nullable String email, @Nullable String name, @Nullable List<Copied> cc,
			@Nullable List<Copied> bcc,
			@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> customFields) {

	}

	/**
	 * Somebody who gets a copy of the message to a recipient.
	 *
	 * @param email the address
	 * @param name the name shown for it
	 * @param customFields without effect, since a copy says what the message says
	 */
	record Copied(@Nullable String email, @Nullable String name,
			@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> customFields) {

	}

	/**
	 * A file.
	 *
	 * @param filename its name, by which its type is known
	 * @param content its content in base64
	 */
	record File(@Nullable String filename, @Nullable String content) {

	}

}
