package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Resend. Events are identified by the header {@code svix-id}, and list all recipients of
 * the message, so whom an event is about is known of messages to one.
 */
final class ResendFormat implements WebhookFormat {

	private static final String ID = "svix-id";

	@Override
	public Set<String> headers() {
		return Set.of(ID);
	}

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body,
				(node) -> TypedEvents.event(node, node.isArray() ? null : headers.get(ID), "/data/email_id")
					.occurredAt(EventJson.time(node, TypedEvents.times().toArray(String[]::new)))
					.build());
	}

}
