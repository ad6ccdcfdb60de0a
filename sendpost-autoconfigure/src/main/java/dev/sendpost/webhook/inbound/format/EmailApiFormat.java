package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;

/**
 * The Email API. It documents {@code type} and {@code data} and the four types of events;
 * the names in {@code data} are those of its answers.
 */
final class EmailApiFormat implements WebhookFormat {

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body,
				(node) -> TypedEvents
					.event(node, EventJson.text(node, "/id", "/eventId"), "/data/id", "/data/emailId", "/data/email_id",
							"/data/messageId")
					.occurredAt(EventJson.time(node, TypedEvents.times().toArray(String[]::new)))
					.build());
	}

}
