package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Postmark: one event, whose kind is its {@code RecordType}. Bounces have types of their
 * own, of which some are no bounces.
 */
final class PostmarkFormat implements WebhookFormat {

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body, PostmarkFormat::event);
	}

	private static ReportedEvent event(JsonNode node) {
		String record = EventJson.type(node, "/RecordType");
		String bounce = record.equals("Bounce") ? EventJson.text(node, "/Type") : null;
		String type = (bounce != null) ? record + " (" + bounce + ")" : record;
		String id = EventJson.text(node, "/ID");
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(record, bounce, node))
			.id((id != null) ? record + "/" + id : null)
			.providerMessageIds(EventJson.text(node, "/MessageID"))
			.recipient(EventJson.address(node, "/Recipient", "/Email"))
			.occurredAt(EventJson.time(node, "/DeliveredAt", "/BouncedAt", "/ReceivedAt", "/ChangedAt"));
		String details = EventJson.text(node, "/Details");
		String reason = EventJson.text(node, "/Description", "/SuppressionReason");
		Refusal refusal = (bounce != null) ? refusal(bounce) : null;
		if (refusal != null) {
			event.refused(refusal, null, details, reason);
		}
		else if (isSuppressedAfterBounce(record, node)) {
			event.refused(Refusal.HARD, null, null, reason);
		}
		else if (record.equals("Delivery")) {
			event.said(EventJson.codeIn(details), details, null);
		}
		else if (record.equals("Open") || record.equals("Click")) {
			event.engagement(EventJson.engagement(false, EventJson.text(node, "/OriginalLink"),
					EventJson.text(node, "/Geo/IP"), EventJson.text(node, "/UserAgent")));
		}
		return event.build();
	}

	private static @Nullable Refusal refusal(String bounce) {
		return switch (bounce) {
			case "HardBounce", "BadEmailAddress" -> Refusal.HARD;
			case "SoftBounce", "DnsError", "Unknown" -> Refusal.SOFT;
			case "Transient" -> Refusal.DEFERRED;
			case "Blocked", "SpamNotification", "DMARCPolicy", "VirusNotification", "ManuallyDeactivated" ->
				Refusal.POLICY;
			case "SMTPApiError", "TemplateRenderingFailed" -> Refusal.FAILED;
			default -> null;
		};
	}

	private static boolean isSuppressedAfterBounce(String record, JsonNode node) {
		return isSuppression(record, node) && "HardBounce".equals(EventJson.text(node, "/SuppressionReason"));
	}

	private static boolean isSuppression(String record, JsonNode node) {
		return record.equals("SubscriptionChange") && EventJson.isTrue(node, "/SuppressSending");
	}

	private static @Nullable DeliveryEventType meaning(String record, @Nullable String bounce, JsonNode node) {
		if (isSuppression(record, node)) {
			return "SpamComplaint".equals(EventJson.text(node, "/SuppressionReason")) ? DeliveryEventType.COMPLAINED
					: DeliveryEventType.UNSUBSCRIBED;
		}
		return switch ((bounce != null) ? bounce : record) {
			case "Delivery" -> DeliveryEventType.DELIVERED;
			case "Open" -> DeliveryEventType.OPENED;
			case "Click" -> DeliveryEventType.CLICKED;
			case "SpamComplaint" -> DeliveryEventType.COMPLAINED;
			case "Unsubscribe" -> DeliveryEventType.UNSUBSCRIBED;
			default -> null;
		};
	}

}
