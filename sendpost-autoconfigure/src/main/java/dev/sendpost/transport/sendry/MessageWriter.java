package dev.sendpost.transport.sendry;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.HostedTemplate;
import dev.sendpost.mime.Preheader;
import dev.sendpost.mime.ServiceHeader;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.http.Addressing;
import dev.sendpost.transport.http.JsonBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a message as the service takes it.
 */
final class MessageWriter {

	/** What the service does not take in names and values of tags. */
	private static final Pattern NOT_OF_A_TAG = Pattern.compile("[^A-Za-z0-9_.@-]");

	private final OutgoingEmail outgoing;

	private final @Nullable String html;

	MessageWriter(OutgoingEmail outgoing) {
		this.outgoing = outgoing;
		String html = outgoing.email().html();
		this.html = (html != null) ? Preheader.insert(outgoing.email().preheader(), html) : null;
	}

	/**
	 * Write the message for some recipients.
	 * @param unsubscribeUrl where a POST unsubscribes, if that is to be told; otherwise
	 * {@code null}
	 */
	void write(JsonGenerator json, Addressing addressing, @Nullable String unsubscribeUrl) throws IOException {
		Email email = this.outgoing.email();
		json.writeStartObject();
		json.writeStringProperty("from", this.outgoing.from().toString());
		addresses(json, "to", addressing.to());
		addresses(json, "cc", addressing.cc());
		addresses(json, "bcc", addressing.bcc());
		if (!email.replyTo().isEmpty()) {
			json.writeStringProperty("reply_to", email.replyTo().get(0).toString());
		}
		if (email.hostedTemplate() == null || !email.subject().isEmpty()) {
			json.writeStringProperty("subject", email.subject());
		}
		text(json, "html", this.html);
		text(json, "text", email.text());
		tags(json, email);
		texts(json, "headers", ServiceHeader.of(email));
		Instant sendAt = email.sendAt();
		if (sendAt != null && sendAt.isAfter(this.outgoing.date())) {
			json.writeStringProperty("scheduled_at", sendAt.toString());
		}
		template(json, email.hostedTemplate());
		attachments(json, email.attachments());
		tracking(json, email);
		text(json, "unsubscribe_url", unsubscribeUrl);
		json.writeEndObject();
	}

	private static void addresses(JsonGenerator json, String name, List<EmailAddress> addresses) {
		if (!addresses.isEmpty()) {
			json.writeArrayPropertyStart(name);
			addresses.forEach((address) -> json.writeString(address.toString()));
			json.writeEndArray();
		}
	}

	private static void tags(JsonGenerator json, Email email) {
		Map<String, String> tags = new TreeMap<>();
		email.metadata().forEach((name, value) -> tags.put(tag(name), tag(value)));
		email.tags().forEach((tag) -> tags.putIfAbsent(tag(tag), "true"));
		if (!tags.isEmpty()) {
			json.writeArrayPropertyStart("tags");
			tags.forEach((name, value) -> {
				json.writeStartObject();
				json.writeStringProperty("name", name);
				json.writeStringProperty("value", value);
				json.writeEndObject();
			});
			json.writeEndArray();
		}
	}

	private static String tag(String text) {
		return NOT_OF_A_TAG.matcher(text).replaceAll("_");
	}

	private static void template(JsonGenerator json, @Nullable HostedTemplate template) {
		if (template != null) {
			json.writeStringProperty("template_id", template.id());
			texts(json, "variables", new TreeMap<>(template.variables()));
		}
	}

	private static void attachments(JsonGenerator json, List<Attachment> files) throws IOException {
		if (!files.isEmpty()) {
			json.writeArrayPropertyStart("attachments");
			for (Attachment file : files) {
				json.writeStartObject();
				json.writeStringProperty("filename", file.filename());
				JsonBody.writeContent(json, "content", file);
				json.writeStringProperty("content_type", file.contentType());
				json.writeEndObject();
			}
			json.writeEndArray();
		}
	}

	/**
	 * The service has one switch for opens and clicks. Whoever wants one of them not to
	 * be tracked gets neither tracked.
	 */
	private static void tracking(JsonGenerator json, Email email) {
		Boolean opens = email.trackOpens();
		Boolean clicks = email.trackClicks();
		if (opens != null || clicks != null) {
			json.writeBooleanProperty("tracking", !Boolean.FALSE.equals(opens) && !Boolean.FALSE.equals(clicks));
		}
	}

	private static void text(JsonGenerator json, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			json.writeStringProperty(name, value);
		}
	}

	private static void texts(JsonGenerator json, String name, Map<String, String> values) {
		if (!values.isEmpty()) {
			json.writeObjectPropertyStart(name);
			values.forEach(json::writeStringProperty);
			json.writeEndObject();
		}
	}

}
