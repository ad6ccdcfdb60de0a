package dev.sendpost.webhook.inbound.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Amazon SES through SNS. What SES reports is JSON in the text {@code Message}; with
 * {@code eventType} if events are published, with {@code notificationType} if an identity
 * notifies. One report may be about several recipients.
 */
final class SesFormat implements WebhookFormat {

	/** Details of transient bounces that tell of the message. */
	private static final Set<String> ABOUT_THE_MESSAGE = Set.of("contentrejected", "attachmentrejected",
			"messagetoolarge", "customtimeoutexceeded");

	@Override
	public List<ReportedEvent> read(byte[] body, Map<String, String> headers) {
		JsonNode envelope = EventJson.parse(body);
		String type = EventJson.text(envelope, "/Type");
		if ("SubscriptionConfirmation".equals(type) || "UnsubscribeConfirmation".equals(type)) {
			return List.of();
		}
		JsonNode message = envelope.path("Message");
		if (!"Notification".equals(type) || !message.isString()) {
			throw new UnreadableWebhookException("The body is no notification of SNS");
		}
		if (!message.stringValue().stripLeading().startsWith("{")) {
			// SES says in plain words that it was set up.
			return List.of();
		}
		return events(EventJson.parse(message.stringValue().getBytes(StandardCharsets.UTF_8)),
				EventJson.text(envelope, "/MessageId"));
	}

	private static List<ReportedEvent> events(JsonNode node, @Nullable String notificationId) {
		String type = EventJson.type(node, "/eventType", "/notificationType");
		List<ReportedEvent> events = new ArrayList<>();
		switch (type) {
			case "Send" -> perRecipient(events, node, notificationId, type, "/mail/destination", "/mail/timestamp",
					(event, recipient) -> {
					});
			case "Delivery" -> perRecipient(events, node, notificationId, type, "/delivery/recipients",
					"/delivery/timestamp", (event, recipient) -> {
						String text = EventJson.text(node, "/delivery/smtpResponse");
						event.said(EventJson.codeIn(text), text, null);
					});
			case "Bounce" -> perRecipient(events, node, notificationId, type, "/bounce/bouncedRecipients",
					"/bounce/timestamp", (event, recipient) -> refused(event, bounce(node), recipient,
							EventJson.text(node, "/bounce/bounceSubType")));
			case "DeliveryDelay" -> perRecipient(events, node, notificationId, type, "/deliveryDelay/delayedRecipients",
					"/deliveryDelay/timestamp", (event, recipient) -> refused(event, Refusal.DEFERRED, recipient,
							EventJson.text(node, "/deliveryDelay/delayType")));
			case "Complaint" -> perRecipient(events, node, notificationId, type, "/complaint/complainedRecipients",
					"/complaint/timestamp", (event, recipient) -> event.said(null, null,
							EventJson.text(node, "/complaint/complaintFeedbackType")));
			default -> events.add(single(node, notificationId, type));
		}
		return events;
	}

	private static void perRecipient(List<ReportedEvent> events, JsonNode node, @Nullable String notificationId,
			String type, String recipients, String time, BiConsumer<ReportedEvent.Builder, JsonNode> rest) {
		JsonNode list = node.at(recipients);
		if (!list.isArray() || list.isEmpty()) {
			events.add(single(node, notificationId, type));
			return;
		}
		String kind = isNotSpam(node) ? "Complaint (not-spam)" : type;
		for (ReportedEvent event : EventJson.events(list, (recipient) -> {
			ReportedEvent.Builder builder = begin(node, notificationId, kind)
				.recipient(EventJson.address(recipient.isObject() ? recipient.path("emailAddress") : recipient))
				.occurredAt(EventJson.time(node, time, "/mail/timestamp"));
			rest.accept(builder, recipient);
			return builder.build();
		})) {
			events.add(withOwnId(event, events.size()));
		}
	}

	/**
	 * One notification may be about several recipients, each of which is an event.
	 */
	private static ReportedEvent withOwnId(ReportedEvent event, int number) {
		String id = (event.id() != null) ? event.id() + "/" + number : null;
		return new ReportedEvent(id, event.type(), event.meaning(), event.providerMessageIds(), event.messageId(),
				event.recipient(), event.occurredAt(), event.statusCode(), event.serverText(), event.reason(),
				event.engagement());
	}

	private static ReportedEvent single(JsonNode node, @Nullable String notificationId, String type) {
		ReportedEvent.Builder event = begin(node, notificationId, type)
			.recipient(EventJson.address(node, "/mail/destination"))
			.occurredAt(EventJson.time(node, "/open/timestamp", "/click/timestamp", "/subscription/timestamp",
					"/mail/timestamp"));
		switch (type) {
			case "Reject" -> event.refused(Refusal.POLICY, null, null, EventJson.text(node, "/reject/reason"));
			case "Rendering Failure" ->
				event.refused(Refusal.FAILED, null, null, EventJson.text(node, "/failure/errorMessage"));
			case "Bounce" -> event.refused(bounce(node), null, null, EventJson.text(node, "/bounce/bounceSubType"));
			case "DeliveryDelay" ->
				event.refused(Refusal.DEFERRED, null, null, EventJson.text(node, "/deliveryDelay/delayType"));
			case "Open" -> event.engagement(EventJson.engagement(false, null, EventJson.text(node, "/open/ipAddress"),
					EventJson.text(node, "/open/userAgent")));
			case "Click" -> event.engagement(EventJson.engagement(false, EventJson.text(node, "/click/link"),
					EventJson.text(node, "/click/ipAddress"), EventJson.text(node, "/click/userAgent")));
			default -> {
			}
		}
		return event.build();
	}

	private static ReportedEvent.Builder begin(JsonNode node, @Nullable String notificationId, String type) {
		return ReportedEvent.of(type, meaning(type, node))
			.id(notificationId)
			.providerMessageIds(EventJson.text(node, "/mail/messageId"))
			.messageId(messageId(node));
	}

	/**
	 * The header as the message was handed over; SES puts its own in its place.
	 */
	private static @Nullable String messageId(JsonNode node) {
		int looked = 0;
		for (JsonNode header : node.at("/mail/headers")) {
			if ("message-id".equalsIgnoreCase(EventJson.text(header, "/name"))) {
				return EventJson.text(header, "/value");
			}
			if (++looked == 1000) {
				break;
			}
		}
		return EventJson.text(node, "/mail/commonHeaders/messageId");
	}

	private static void refused(ReportedEvent.Builder event, Refusal refusal, JsonNode recipient,
			@Nullable String reason) {
		String diagnostic = EventJson.text(recipient, "/diagnosticCode");
		String text = (diagnostic != null) ? diagnostic.replaceFirst("(?i)^smtp;\\s*", "") : null;
		event.refused(refusal, EventJson.code(recipient, "/status"), text, reason);
	}

	private static Refusal bounce(JsonNode node) {
		String kind = EventJson.text(node, "/bounce/bounceType");
		String detail = EventJson.text(node, "/bounce/bounceSubType");
		return bounce((kind != null) ? kind : "Undetermined", (detail != null) ? detail : "");
	}

	/**
	 * What SES's words for bounces mean, which others use too.
	 */
	static Refusal bounce(String kind, String detail) {
		if (ABOUT_THE_MESSAGE.contains(detail.toLowerCase(Locale.ROOT))) {
			return Refusal.POLICY;
		}
		return switch (kind.toLowerCase(Locale.ROOT)) {
			case "permanent", "hard", "hard_bounce" -> Refusal.HARD;
			case "block", "blocked", "policy", "spam" -> Refusal.POLICY;
			default -> Refusal.SOFT;
		};
	}

	private static boolean isNotSpam(JsonNode node) {
		return "not-spam".equals(EventJson.text(node, "/complaint/complaintFeedbackType"));
	}

	private static @Nullable DeliveryEventType meaning(String type, JsonNode node) {
		return switch (type) {
			case "Send" -> DeliveryEventType.SENT;
			case "Delivery" -> DeliveryEventType.DELIVERED;
			case "Complaint" -> DeliveryEventType.COMPLAINED;
			case "Open" -> DeliveryEventType.OPENED;
			case "Click" -> DeliveryEventType.CLICKED;
			case "Subscription" -> EventJson.isTrue(node, "/subscription/newTopicPreferences/unsubscribeAll")
					? DeliveryEventType.UNSUBSCRIBED : null;
			default -> null;
		};
	}

}
