package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Mailgun: the event is in {@code event-data}, beside the signature.
 */
final class MailgunFormat implements WebhookFormat {

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		JsonNode node = EventJson.parse(body).path("event-data");
		if (!node.isObject()) {
			throw new UnreadableWebhookException("The body has no object 'event-data'");
		}
		return List.of(event(node));
	}

	private static ReportedEvent event(JsonNode node) {
		String type = EventJson.type(node, "/event");
		String messageId = EventJson.text(node, "/message/headers/message-id");
		String bare = (messageId != null) ? messageId.replaceAll("^<|>$", "") : null;
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(type))
			.id(EventJson.text(node, "/id"))
			.providerMessageIds(bare, (bare != null) ? "<" + bare + ">" : null)
			.messageId(messageId)
			.recipient(EventJson.address(node, "/recipient"))
			.occurredAt(EventJson.time(node, "/timestamp"));
		String message = EventJson.text(node, "/delivery-status/message");
		String description = EventJson.text(node, "/delivery-status/description");
		String text = EventJson.reply(EventJson.text(node, "/delivery-status/code"),
				(message != null) ? message : description);
		switch (type) {
			case "delivered" -> event.said(EventJson.codeIn(text), text, null);
			case "failed" -> event.refused(failure(node), EventJson.code(node, "/delivery-status/enhanced-code"), text,
					EventJson.text(node, "/reason"));
			case "rejected" -> event.refused(Refusal.POLICY, null, null,
					EventJson.text(node, "/reject/reason", "/reject/description"));
			case "opened", "clicked" -> event.engagement(EventJson.engagement(isBot(node), EventJson.text(node, "/url"),
					EventJson.text(node, "/ip"), EventJson.text(node, "/client-info/user-agent")));
			default -> {
			}
		}
		return event.build();
	}

	private static boolean isBot(JsonNode node) {
		return EventJson.text(node, "/client-info/bot") != null || EventJson.isTrue(node, "/client-info/bot");
	}

	/**
	 * What Mailgun concluded. It suppresses after what it calls a hard bounce; what it
	 * had suppressed before it did not even try.
	 */
	private static Refusal failure(JsonNode node) {
		if (!"permanent".equals(EventJson.text(node, "/severity"))) {
			return Refusal.DEFERRED;
		}
		String reason = EventJson.text(node, "/reason");
		if ("suppress-complaint".equals(reason) || "suppress-unsubscribe".equals(reason) || "espblock".equals(reason)) {
			return Refusal.POLICY;
		}
		boolean soft = "old".equals(reason) || "soft".equals(EventJson.text(node, "/delivery-status/bounce-type"));
		return soft ? Refusal.SOFT : Refusal.HARD;
	}

	private static @Nullable DeliveryEventType meaning(String type) {
		return switch (type) {
			case "accepted" -> DeliveryEventType.SENT;
			case "delivered" -> DeliveryEventType.DELIVERED;
			case "opened" -> DeliveryEventType.OPENED;
			case "clicked" -> DeliveryEventType.CLICKED;
			case "complained" -> DeliveryEventType.COMPLAINED;
			case "unsubscribed" -> DeliveryEventType.UNSUBSCRIBED;
			default -> null;
		};
	}

}
