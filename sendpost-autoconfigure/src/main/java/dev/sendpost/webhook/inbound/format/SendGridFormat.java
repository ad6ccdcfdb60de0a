package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * SendGrid: an array of events. The id of a message is what its API answers, and after a
 * dot where the message was processed.
 */
final class SendGridFormat implements WebhookFormat {

	/** Classes of bounces that tell of the sender or the content. */
	private static final Set<String> NOT_ABOUT_THE_RECIPIENT = Set.of("content", "reputation",
			"frequency or volume too high", "frequency/volume");

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body, SendGridFormat::event);
	}

	private static ReportedEvent event(JsonNode node) {
		String type = EventJson.type(node, "/event");
		String id = EventJson.text(node, "/sg_message_id");
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(type))
			.id(EventJson.text(node, "/sg_event_id"))
			.providerMessageIds((id != null) ? id.split("\\.", 2)[0] : null, id)
			.messageId(EventJson.text(node, "/smtp-id"))
			.recipient(EventJson.address(node, "/email"))
			.occurredAt(EventJson.time(node, "/timestamp"));
		String response = EventJson.text(node, "/response");
		String reason = EventJson.text(node, "/reason");
		switch (type) {
			case "delivered" -> event.said(EventJson.codeIn(response), response, null);
			case "deferred" -> event.refused(Refusal.DEFERRED, EventJson.code(node, "/status"),
					(response != null) ? response : reason, null);
			case "bounce" -> event.refused(bounce(node), EventJson.code(node, "/status"), reason,
					EventJson.text(node, "/bounce_classification"));
			case "dropped" -> event.refused(drop(reason), null, null, reason);
			case "open", "click" -> event.engagement(EventJson.engagement(EventJson.isTrue(node, "/sg_machine_open"),
					EventJson.text(node, "/url"), EventJson.text(node, "/ip"), EventJson.text(node, "/useragent")));
			default -> {
			}
		}
		return event.build();
	}

	private static Refusal bounce(JsonNode node) {
		String classification = EventJson.text(node, "/bounce_classification");
		boolean policy = "blocked".equals(EventJson.text(node, "/type")) || (classification != null
				&& NOT_ABOUT_THE_RECIPIENT.contains(classification.toLowerCase(Locale.ROOT)));
		return policy ? Refusal.POLICY : Refusal.HARD;
	}

	/**
	 * What SendGrid did not even try because of what it knows of the address.
	 */
	private static Refusal drop(@Nullable String reason) {
		return ("Bounced Address".equals(reason) || "Invalid".equals(reason)) ? Refusal.HARD : Refusal.POLICY;
	}

	private static @Nullable DeliveryEventType meaning(String type) {
		return switch (type) {
			case "processed" -> DeliveryEventType.SENT;
			case "delivered" -> DeliveryEventType.DELIVERED;
			case "open" -> DeliveryEventType.OPENED;
			case "click" -> DeliveryEventType.CLICKED;
			case "spamreport" -> DeliveryEventType.COMPLAINED;
			case "unsubscribe", "group_unsubscribe" -> DeliveryEventType.UNSUBSCRIBED;
			default -> null;
		};
	}

}
