package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;

/**
 * Sendry. The types of its events are documented, what is in their {@code data} is not:
 * the names are those of its API, and of services with events of the same form.
 */
final class SendryFormat implements WebhookFormat {

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body, (node) -> TypedEvents
			.event(node, EventJson.text(node, "/id", "/event_id"), "/data/email_id", "/data/id", "/data/message_id")
			.occurredAt(EventJson.time(node, TypedEvents.times().toArray(String[]::new)))
			.build());
	}

}
