package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Locale;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Events of the form {@code {"type": "email.delivered", "data": {...}}}, which several
 * services share up to the names in {@code data}.
 */
final class TypedEvents {

	private TypedEvents() {
	}

	/**
	 * Begin an event.
	 * @param ids where the ids are that the provider knows the message by
	 */
	static ReportedEvent.Builder event(JsonNode node, @Nullable String id, String... ids) {
		String type = EventJson.type(node, "/type", "/event");
		String[] known = new String[ids.length];
		for (int i = 0; i < ids.length; i++) {
			known[i] = EventJson.text(node, ids[i]);
		}
		ReportedEvent.Builder event = ReportedEvent.of(type, meaning(type))
			.id(id)
			.providerMessageIds(known)
			.messageId(EventJson.text(node, "/data/message_id", "/data/messageId", "/data/headers/message-id"))
			.recipient(recipient(node));
		tell(event, node, type);
		return event;
	}

	/**
	 * Whom it is about, if it says so. A list is the header {@code To} of the message,
	 * even if it names one: the event may be about somebody whom {@code Bcc} names.
	 */
	private static @Nullable EmailAddress recipient(JsonNode node) {
		EmailAddress named = EventJson.address(node, "/data/recipient", "/data/email");
		return (named != null) ? named : EventJson.address(node.at("/data/to"));
	}

	private static void tell(ReportedEvent.Builder event, JsonNode node, String type) {
		String text = EventJson.text(node, "/data/bounce/diagnosticCode", "/data/bounce/diagnostic_code",
				"/data/bounce/diagnosticCode/0", "/data/diagnostic_code", "/data/smtp_response", "/data/response");
		String reason = EventJson.text(node, "/data/bounce/message", "/data/failed/reason", "/data/suppressed/message",
				"/data/reason", "/data/error");
		switch (name(type)) {
			case "bounced" ->
				event.refused(bounce(node), EventJson.code(node, "/data/status_code", "/data/code"), text, reason);
			case "delivery_delayed", "deferred" -> event.refused(Refusal.DEFERRED, null, text, reason);
			case "failed" -> event.refused(Refusal.FAILED, null, text, reason);
			case "suppressed", "rejected" -> event.refused(Refusal.POLICY, null, text, reason);
			case "opened" -> event.engagement(engagement(node, "open"));
			case "clicked" -> event.engagement(engagement(node, "click"));
			default -> {
			}
		}
	}

	private static Refusal bounce(JsonNode node) {
		String kind = EventJson.text(node, "/data/bounce/type", "/data/bounce_type", "/data/bounceType",
				"/data/severity");
		String detail = EventJson.text(node, "/data/bounce/subType", "/data/bounce/sub_type", "/data/bounce_subtype");
		return (kind != null) ? SesFormat.bounce(kind, (detail != null) ? detail : "") : Refusal.HARD;
	}

	private static Engagement engagement(JsonNode node, String name) {
		String own = "/data/" + name;
		return EventJson.engagement(
				EventJson.isTrue(node, own + "/bot") || EventJson.isTrue(node, "/data/bot")
						|| EventJson.isTrue(node, "/data/machine_open"),
				EventJson.text(node, own + "/link", own + "/url", "/data/link", "/data/url"),
				EventJson.text(node, own + "/ipAddress", own + "/ip_address", "/data/ip_address", "/data/ipAddress",
						"/data/ip"),
				EventJson.text(node, own + "/userAgent", own + "/user_agent", "/data/user_agent", "/data/userAgent"));
	}

	private static @Nullable DeliveryEventType meaning(String type) {
		return switch (name(type)) {
			case "sent" -> DeliveryEventType.SENT;
			case "delivered" -> DeliveryEventType.DELIVERED;
			case "opened" -> DeliveryEventType.OPENED;
			case "clicked" -> DeliveryEventType.CLICKED;
			case "complained" -> DeliveryEventType.COMPLAINED;
			case "unsubscribed" -> DeliveryEventType.UNSUBSCRIBED;
			case "canceled", "cancelled" -> DeliveryEventType.CANCELLED;
			default -> null;
		};
	}

	/**
	 * What follows {@code email.}, or nothing if the event is about something else.
	 */
	private static String name(String type) {
		return type.startsWith("email.") ? type.substring("email.".length()).toLowerCase(Locale.ROOT) : "";
	}

	/**
	 * Where an event says when it happened, an open or a click itself before its report.
	 */
	static List<String> times() {
		return List.of("/data/open/timestamp", "/data/click/timestamp", "/data/timestamp", "/data/occurred_at",
				"/created_at", "/timestamp", "/createdAt", "/data/createdAt");
	}

}
