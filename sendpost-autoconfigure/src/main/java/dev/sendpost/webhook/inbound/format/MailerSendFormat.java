package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * MailerSend: an activity, with the e-mail and its recipient inside, and what else is
 * known of it in {@code morph}. Where an activity is reported as a unique one too, that
 * is the same event.
 */
final class MailerSendFormat implements WebhookFormat {

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body, MailerSendFormat::event);
	}

	private static ReportedEvent event(JsonNode node) {
		String type = EventJson.type(node, "/type");
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(type))
			.id(EventJson.text(node, "/data/id"))
			.providerMessageIds(EventJson.text(node, "/data/email/message/id"), EventJson.text(node, "/data/email/id"))
			.recipient(EventJson.address(node, "/data/email/recipient/email", "/data/email/recipient"))
			.occurredAt(EventJson.time(node, "/data/created_at", "/created_at"));
		String text = EventJson.text(node, "/data/morph/reason");
		String reason = EventJson.text(node, "/data/morph/readable_reason");
		switch (type) {
			case "activity.soft_bounced" -> event.refused(Refusal.SOFT, null, text, reason);
			case "activity.hard_bounced" -> event.refused(Refusal.HARD, null, text, reason);
			case "activity.deferred" -> event.refused(Refusal.DEFERRED, null, text, reason);
			case "activity.opened", "activity.opened_unique", "activity.clicked", "activity.clicked_unique" ->
				event.engagement(EventJson.engagement(false, EventJson.text(node, "/data/morph/url"),
						EventJson.text(node, "/data/morph/ip"), EventJson.text(node, "/data/morph/user_agent")));
			default -> {
			}
		}
		return event.build();
	}

	private static @Nullable DeliveryEventType meaning(String type) {
		return switch (type) {
			case "activity.sent" -> DeliveryEventType.SENT;
			case "activity.delivered" -> DeliveryEventType.DELIVERED;
			case "activity.opened", "activity.opened_unique" -> DeliveryEventType.OPENED;
			case "activity.clicked", "activity.clicked_unique" -> DeliveryEventType.CLICKED;
			case "activity.unsubscribed" -> DeliveryEventType.UNSUBSCRIBED;
			case "activity.spam_complaint" -> DeliveryEventType.COMPLAINED;
			default -> null;
		};
	}

}
