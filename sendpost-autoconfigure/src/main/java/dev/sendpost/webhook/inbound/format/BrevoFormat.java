package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Brevo: one event. Its {@code id} is that of the webhook, so only its content identifies
 * an event.
 */
final class BrevoFormat implements WebhookFormat {

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body, BrevoFormat::event);
	}

	private static ReportedEvent event(JsonNode node) {
		String type = EventJson.type(node, "/event");
		String messageId = EventJson.text(node, "/message-id");
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(type))
			.providerMessageIds(messageId)
			.messageId(messageId)
			.recipient(EventJson.address(node, "/email"))
			.occurredAt(EventJson.time(node, "/ts_event", "/ts", "/ts_epoch"));
		String reason = EventJson.text(node, "/reason");
		switch (type) {
			case "deferred" -> event.refused(Refusal.DEFERRED, null, reason, null);
			case "soft_bounce" -> event.refused(Refusal.SOFT, null, reason, null);
			case "hard_bounce" -> event.refused(Refusal.HARD, null, reason, null);
			case "invalid_email" -> event.refused(Refusal.HARD, null, null, (reason != null) ? reason : type);
			case "blocked" -> event.refused(Refusal.POLICY, null, reason, type);
			case "error" -> event.refused(Refusal.FAILED, null, reason, type);
			case "opened", "unique_opened", "click", "proxy_open", "unique_proxy_open" ->
				event.engagement(EventJson.engagement(type.endsWith("proxy_open"), EventJson.text(node, "/link"),
						EventJson.text(node, "/ip"), EventJson.text(node, "/user_agent")));
			default -> {
			}
		}
		return event.build();
	}

	private static @Nullable DeliveryEventType meaning(String type) {
		return switch (type) {
			case "request" -> DeliveryEventType.SENT;
			case "delivered" -> DeliveryEventType.DELIVERED;
			case "opened", "unique_opened", "proxy_open", "unique_proxy_open" -> DeliveryEventType.OPENED;
			case "click" -> DeliveryEventType.CLICKED;
			case "spam" -> DeliveryEventType.COMPLAINED;
			case "unsubscribed" -> DeliveryEventType.UNSUBSCRIBED;
			default -> null;
		};
	}

}
