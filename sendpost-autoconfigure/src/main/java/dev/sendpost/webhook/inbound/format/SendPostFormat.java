package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * SendPost: an {@code event} with a number for its type, and the {@code emailMessage} it
 * is about.
 */
final class SendPostFormat implements WebhookFormat {

	/**
	 * That it is the first time that a message is opened, or a link of it clicked, is
	 * told besides the opening or the click itself.
	 */
	private static final Set<String> FIRST_ENGAGEMENTS = Set.of("11", "12");

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		return EventJson.events(body, SendPostFormat::event)
			.stream()
			.filter((event) -> !FIRST_ENGAGEMENTS.contains(event.type()))
			.toList();
	}

	private static ReportedEvent event(JsonNode node) {
		String type = EventJson.type(node, "/event/type");
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(type))
			.id(EventJson.text(node, "/event/eventID"))
			.providerMessageIds(EventJson.text(node, "/event/messageID"),
					EventJson.text(node, "/emailMessage/messageID"))
			.messageId(EventJson.text(node, "/emailMessage/headers/Message-ID", "/emailMessage/headers/Message-Id"))
			.recipient(EventJson.address(node, "/event/to"))
			.occurredAt(EventJson.time(node, "/event/submittedAt"));
		String description = EventJson.text(node, "/event/smtpDescription", "/event/eventMetadata/smtpDescription");
		String text = EventJson.reply(EventJson.text(node, "/event/smtpCode", "/event/eventMetadata/smtpCode"),
				description);
		switch (type) {
			case "1" -> event.refused(Refusal.POLICY, null, null, (description != null) ? description : "dropped");
			case "2" -> event.said(EventJson.codeIn(text), text, null);
			case "3" -> event.refused(Refusal.DEFERRED, null, text, null);
			case "4" -> event.refused(Refusal.HARD, null, text, null);
			case "10" -> event.refused(Refusal.FAILED, null, text, (text == null) ? "failed" : null);
			case "5", "6" ->
				event.engagement(EventJson.engagement(false, EventJson.text(node, "/event/eventMetadata/clickedURL"),
						EventJson.text(node, "/event/eventMetadata/trackedIP"),
						EventJson.text(node, "/event/eventMetadata/rawUserAgent")));
			default -> {
			}
		}
		return event.build();
	}

	private static @Nullable DeliveryEventType meaning(String type) {
		return switch (type) {
			case "0", "9" -> DeliveryEventType.SENT;
			case "2" -> DeliveryEventType.DELIVERED;
			case "5" -> DeliveryEventType.OPENED;
			case "6" -> DeliveryEventType.CLICKED;
			case "7" -> DeliveryEventType.UNSUBSCRIBED;
			case "8" -> DeliveryEventType.COMPLAINED;
			default -> null;
		};
	}

}
