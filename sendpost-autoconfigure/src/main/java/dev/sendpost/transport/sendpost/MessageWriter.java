package dev.sendpost.transport.sendpost;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.HostedTemplate;
import dev.sendpost.mime.ServiceHeader;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.http.JsonBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a message as the service's {@code EmailMessageObject}, or
 * {@code EmailMessageWithTemplate}.
 */
final class MessageWriter implements JsonBody {

	private final OutgoingEmail outgoing;

	private final List<Copy> copies;

	private final SendPostSettings settings;

	private final Map<String, String> customFields;

	MessageWriter(OutgoingEmail outgoing, List<Copy> copies, SendPostSettings settings) {
		this.outgoing = outgoing;
		this.copies = copies;
		this.settings = settings;
		this.customFields = new TreeMap<>(outgoing.email().metadata());
	}

	@Override
	public void write(JsonGenerator json) throws IOException {
		Email email = this.outgoing.email();
		json.writeStartObject();
		json.writeName("from");
		address(json, this.outgoing.from());
		if (!email.replyTo().isEmpty()) {
			json.writeName("replyTo");
			address(json, email.replyTo().get(0));
		}
		json.writeArrayPropertyStart("to");
		for (Copy copy : this.copies) {
			copy(json, copy);
		}
		json.writeEndArray();
		if (email.hostedTemplate() == null || !email.subject().isEmpty()) {
			json.writeStringProperty("subject", email.subject());
		}
		template(json, email.hostedTemplate());
		text(json, "preText", email.preheader());
		text(json, "htmlBody", email.html());
		text(json, "textBody", email.text());
		text(json, "ampBody", email.amp());
		text(json, "ippool", this.settings.ipPool());
		texts(json, "headers", ServiceHeader.of(email));
		flag(json, "trackOpens", email.trackOpens());
		flag(json, "trackClicks", email.trackClicks());
		groups(json, email.tags());
		attachments(json, email.attachments());
		text(json, "webhookEndpoint", this.settings.webhookEndpoint());
		json.writeEndObject();
	}

	private void copy(JsonGenerator json, Copy copy) {
		json.writeStartObject();
		recipient(json, copy.to());
		recipients(json, "cc", copy.cc());
		recipients(json, "bcc", copy.bcc());
		json.writeEndObject();
	}

	private void recipients(JsonGenerator json, String name, List<EmailAddress> recipients) {
		if (!recipients.isEmpty()) {
			json.writeArrayPropertyStart(name);
			for (EmailAddress recipient : recipients) {
				json.writeStartObject();
				recipient(json, recipient);
				json.writeEndObject();
			}
			json.writeEndArray();
		}
	}

	private void recipient(JsonGenerator json, EmailAddress recipient) {
		json.writeStringProperty("email", recipient.address());
		text(json, "name", recipient.name());
		texts(json, "customFields", this.customFields);
	}

	private static void address(JsonGenerator json, EmailAddress address) {
		json.writeStartObject();
		json.writeStringProperty("email", address.address());
		text(json, "name", address.name());
		json.writeEndObject();
	}

	private static void template(JsonGenerator json, @Nullable HostedTemplate template) {
		if (template != null) {
			json.writeStringProperty("templateId", template.id());
			texts(json, "templateVariables", new TreeMap<>(template.variables()));
		}
	}

	private static void groups(JsonGenerator json, List<String> groups) {
		if (!groups.isEmpty()) {
			json.writeArrayPropertyStart("groups");
			groups.forEach(json::writeString);
			json.writeEndArray();
		}
	}

	private static void attachments(JsonGenerator json, List<Attachment> files) throws IOException {
		if (!files.isEmpty()) {
			json.writeArrayPropertyStart("attachments");
			for (Attachment file : files) {
				json.writeStartObject();
				json.writeStringProperty("filename", file.filename());
				JsonBody.writeContent(json, "content", file);
				json.writeEndObject();
			}
			json.writeEndArray();
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

	private static void flag(JsonGenerator json, String name, @Nullable Boolean value) {
		if (value != null) {
			json.writeBooleanProperty(name, value);
		}
	}

}
