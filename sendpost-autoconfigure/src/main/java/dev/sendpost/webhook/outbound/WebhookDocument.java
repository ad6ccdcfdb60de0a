package dev.sendpost.webhook.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lays facts out as JSON documents. A document is written exactly as JavaScript's
 * {@code JSON.stringify} would write it: verifiers there sign what they parsed and wrote
 * again, not what they were sent.
 */
final class WebhookDocument {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
		.disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
		.build();

	/** A key that JavaScript takes for an index (ECMA-262, 6.1.7), and puts first. */
	private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,9}");

	private static final long MAX_INDEX = 4_294_967_294L;

	private WebhookDocument() {
	}

	static byte[] write(WebhookForm form, WebhookFact fact) {
		Map<String, Object> document = switch (form) {
			case SENDPOST -> SendPostDocument.of(fact);
			case EMAIL_API -> emailApi(fact);
			case SENDRY -> sendry(fact);
			case STANDARD_WEBHOOKS -> standard(fact);
		};
		return JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, Object> emailApi(WebhookFact fact) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("id", fact.emailId().toString());
		data.put("eventId", fact.event().id().toString());
		data.put("from", fact.from().address());
		putRecipient(data, fact);
		data.put("subject", fact.subject());
		data.put("tags", fact.tags());
		data.put("metadata", ordered(fact.metadata()));
		data.put("timestamp", text(fact.event().occurredAt()));
		DeliveryEvent event = fact.event();
		put(data, "statusCode", string(event.statusCode()));
		put(data, "response", event.serverText());
		put(data, "reason", event.reason());
		Engagement engagement = event.engagement();
		if (engagement != null) {
			data.put("automated", engagement.automated());
			put(data, "url", engagement.url());
			put(data, "ipAddress", engagement.ipAddress());
			put(data, "userAgent", engagement.userAgent());
		}
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("id", fact.delivery().id().toString());
		document.put("type", fact.type().id());
		document.put("data", data);
		return document;
	}

	private static Map<String, Object> sendry(WebhookFact fact) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("id", fact.delivery().id().toString());
		document.put("type", fact.type().id());
		document.put("created_at", text(fact.event().occurredAt()));
		document.put("data", snakeCase(fact));
		return document;
	}

	private static Map<String, Object> standard(WebhookFact fact) {
		Map<String, Object> data = snakeCase(fact);
		data.put("sub_account", fact.delivery().subAccount());
		data.put("stream", fact.stream());
		data.put("source", fact.event().source());
		put(data, "transport", fact.event().transport());
		put(data, "provider_message_id", fact.event().providerMessageId());
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("type", fact.type().id());
		document.put("timestamp", text(fact.event().occurredAt()));
		document.put("data", data);
		return document;
	}

	private static Map<String, Object> snakeCase(WebhookFact fact) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("email_id", fact.emailId().toString());
		data.put("event_id", fact.event().id().toString());
		data.put("from", fact.from().address());
		data.put("to", fact.recipients().stream().map(EmailAddress::address).toList());
		data.put("subject", fact.subject());
		data.put("tags", fact.tags());
		data.put("metadata", ordered(fact.metadata()));
		DeliveryEvent event = fact.event();
		put(data, "status_code", string(event.statusCode()));
		put(data, "response", event.serverText());
		put(data, "reason", event.reason());
		Engagement engagement = event.engagement();
		if (engagement != null) {
			data.put("automated", engagement.automated());
			put(data, "url", engagement.url());
			put(data, "ip_address", engagement.ipAddress());
			put(data, "user_agent", engagement.userAgent());
		}
		return data;
	}

	private static void putRecipient(Map<String, Object> data, WebhookFact fact) {
		List<String> recipients = fact.recipients().stream().map(EmailAddress::address).toList();
		data.put("to", (recipients.size() == 1) ? recipients.get(0) : recipients);
	}

	static void put(Map<String, Object> data, String name, @Nullable Object value) {
		if (value != null) {
			data.put(name, value);
		}
	}

	private static @Nullable String string(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	private static String text(Instant time) {
		return time.toString();
	}

	/**
	 * The entries in JavaScript's order of properties.
	 */
	private static Map<String, String> ordered(Map<String, String> entries) {
		Map<String, String> ordered = new LinkedHashMap<>();
		Map<String, String> indexes = new TreeMap<>(Comparator.comparingLong(Long::parseLong));
		entries.forEach((key, value) -> {
			if (isIndex(key)) {
				indexes.put(key, value);
			}
		});
		ordered.putAll(indexes);
		ordered.putAll(entries);
		return ordered;
	}

	private static boolean isIndex(String key) {
		return INDEX.matcher(key).matches() && Long.parseLong(key) <= MAX_INDEX;
	}

}
