package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Events that a mapping tells how to read.
 */
final class MappedFormat implements WebhookFormat {

	/** What identifies a webhook of those who follow Standard Webhooks. */
	private static final String ID = "webhook-id";

	private final EventMapping mapping;

	MappedFormat(EventMapping mapping) {
		this.mapping = mapping;
	}

	@Override
	public Set<String> headers() {
		return Set.of(ID);
	}

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		JsonNode node = EventJson.parse(body);
		String events = this.mapping.events();
		JsonNode reported = (events != null) ? node.at(events) : node;
		if (!reported.isContainer()) {
			throw new UnreadableWebhookException("The body has no events at " + events);
		}
		String id = reported.isArray() ? null : headers.get(ID);
		return EventJson.events(reported, (event) -> event(event, id));
	}

	private ReportedEvent event(JsonNode node, @Nullable String webhookId) {
		String type = EventJson.type(node, this.mapping.type());
		DeliveryEventType meaning = this.mapping.types().get(type);
		String id = text(node, this.mapping.id());
		String messageId = text(node, this.mapping.messageId());
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning)
			.id((id != null) ? id : webhookId)
			.providerMessageIds(messageId)
			.messageId(messageId)
			.recipient(recipient(node))
			.occurredAt((this.mapping.occurredAt() != null) ? EventJson.time(node, this.mapping.occurredAt()) : null);
		String text = text(node, this.mapping.serverText());
		String code = this.mapping.statusCode();
		if (meaning == DeliveryEventType.DEFERRED) {
			event.refused(Refusal.DEFERRED, (code != null) ? EventJson.code(node, code) : null, text, null);
		}
		else if (meaning == DeliveryEventType.BOUNCED) {
			event.refused(Refusal.HARD, (code != null) ? EventJson.code(node, code) : null, text, null);
		}
		else if (meaning == DeliveryEventType.OPENED || meaning == DeliveryEventType.CLICKED) {
			event.engagement(EventJson.engagement(false, text(node, this.mapping.url()), null, null));
		}
		else {
			event.said(EventJson.codeIn(text), text, null);
		}
		return event.build();
	}

	private @Nullable EmailAddress recipient(JsonNode node) {
		String pointer = this.mapping.recipient();
		return (pointer != null) ? EventJson.address(node, pointer) : null;
	}

	private static @Nullable String text(JsonNode node, @Nullable String pointer) {
		return (pointer != null) ? EventJson.text(node, pointer) : null;
	}

}
