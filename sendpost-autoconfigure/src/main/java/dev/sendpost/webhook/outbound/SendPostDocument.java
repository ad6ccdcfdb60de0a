package dev.sendpost.webhook.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;

/**
 * Lays facts out as SendPost does: an {@code event} and the {@code emailMessage} that it
 * is about. What this application does not know, such as the numbers of addresses and
 * pools, is left out.
 */
final class SendPostDocument {

	private static final Pattern REPLY_CODE = Pattern.compile("([2-5]\\d\\d)[ -].*", Pattern.DOTALL);

	private SendPostDocument() {
	}

	static Map<String, Object> of(WebhookFact fact) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("event", event(fact));
		document.put("emailMessage", message(fact));
		return document;
	}

	private static Map<String, Object> event(WebhookFact fact) {
		DeliveryEvent event = fact.event();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("eventID", eventId(fact).toString());
		data.put("groups", fact.tags());
		data.put("messageType", fact.stream());
		data.put("messageSubject", fact.subject());
		data.put("subAccountID", fact.subAccountNumber());
		data.put("messageID", fact.emailId().toString());
		data.put("type", number(fact.type()));
		data.put("from", fact.from().address());
		WebhookDocument.put(data, "fromName", fact.from().name());
		List<EmailAddress> recipients = fact.recipients();
		if (recipients.size() == 1) {
			data.put("to", recipients.get(0).address());
			WebhookDocument.put(data, "toName", recipients.get(0).name());
		}
		data.put("submittedAt", nanos(event.occurredAt()));
		Integer code = replyCode(event.serverText());
		String description = (event.serverText() != null) ? event.serverText() : event.reason();
		WebhookDocument.put(data, "smtpCode", code);
		WebhookDocument.put(data, "smtpDescription", description);
		data.put("eventMetadata", metadata(event, code, description));
		return data;
	}

	private static Map<String, Object> metadata(DeliveryEvent event, @Nullable Integer code,
			@Nullable String description) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		WebhookDocument.put(metadata, "smtpCode", code);
		WebhookDocument.put(metadata, "smtpDescription", description);
		Engagement engagement = event.engagement();
		if (engagement != null) {
			WebhookDocument.put(metadata, "clickedURL", engagement.url());
			WebhookDocument.put(metadata, "trackedIP", engagement.ipAddress());
			WebhookDocument.put(metadata, "rawUserAgent", engagement.userAgent());
		}
		return metadata;
	}

	private static Map<String, Object> message(WebhookFact fact) {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("messageID", fact.emailId().toString());
		message.put("subAccountID", fact.subAccountNumber());
		message.put("emailType", fact.stream());
		message.put("submittedAt", nanos(fact.acceptedAt()));
		message.put("from", address(fact.from()));
		message.put("to", fact.recipients().stream().map(SendPostDocument::address).toList());
		message.put("groups", fact.tags());
		return message;
	}

	private static Map<String, Object> address(EmailAddress address) {
		Map<String, Object> data = new LinkedHashMap<>();
		WebhookDocument.put(data, "name", address.name());
		data.put("email", address.address());
		return data;
	}

	/*
	 * A first opening is told besides the opening, and must not pass for its repetition.
	 */
	private static UUID eventId(WebhookFact fact) {
		UUID id = fact.event().id();
		return fact.type().firstOnly()
				? UUID.nameUUIDFromBytes((id + "/" + fact.type()).getBytes(StandardCharsets.US_ASCII)) : id;
	}

	private static long nanos(Instant time) {
		return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
	}

	private static @Nullable Integer replyCode(@Nullable String serverText) {
		Matcher matcher = REPLY_CODE.matcher((serverText != null) ? serverText : "");
		return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
	}

	/**
	 * The number of a type. SendPost documents 0 and 2; the others are assumed to follow
	 * the order in which it lists its events.
	 */
	private static int number(WebhookEventType type) {
		return switch (type) {
			case PROCESSED -> 0;
			case DROPPED -> 1;
			case DELIVERED -> 2;
			case DEFERRED -> 3;
			case BOUNCED -> 4;
			case OPENED -> 5;
			case CLICKED -> 6;
			case UNSUBSCRIBED -> 7;
			case COMPLAINED -> 8;
			case SENT -> 9;
			case FAILED -> 10;
			case FIRST_OPENED -> 11;
			case FIRST_CLICKED -> 12;
			case CANCELLED -> throw new IllegalArgumentException("SendPost has no number for " + type);
		};
	}

}
