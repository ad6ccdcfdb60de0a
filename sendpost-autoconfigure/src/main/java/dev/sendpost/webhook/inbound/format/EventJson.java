package dev.sendpost.webhook.inbound.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.event.AutomatedClients;
import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON that somebody else wrote: what has not the type that is expected is not
 * there.
 */
final class EventJson {

	/** More events than any provider reports at once. */
	private static final int MAX_EVENTS = 10_000;

	/** No text that is looked at is longer. */
	private static final int MAX_TEXT_LENGTH = 4000;

	private static final int MAX_ADDRESS_LENGTH = 1300;

	private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
		.streamReadConstraints(
				StreamReadConstraints.builder().maxNestingDepth(50).maxNumberLength(100).maxNameLength(10_000).build())
		.build()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

	/** An offset without minutes, as PostgreSQL writes it. */
	private static final Pattern SHORT_OFFSET = Pattern.compile("[+-]\\d\\d");

	private static final Pattern CODE = Pattern.compile("(?<![\\d.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?![\\d.])");

	/** How far into a server's text its status code is looked for. */
	private static final int CODE_WITHIN = 200;

	private EventJson() {
	}

	/**
	 * Read a body.
	 * @throws UnreadableWebhookException if it is no JSON, or neither an object nor an
	 * array
	 */
	static JsonNode parse(byte[] body) {
		try {
			JsonNode node = JSON.readTree(body);
			if (node.isContainer()) {
				return node;
			}
		}
		catch (JacksonException ex) {
			// What it says repeats the body.
		}
		throw new UnreadableWebhookException("The body is no JSON object or array, or is nested too deeply");
	}

	/**
	 * Read a body that reports one event, or a list of them.
	 */
	static List<ReportedEvent> events(byte[] body, Function<JsonNode, ReportedEvent> format) {
		return events(parse(body), format);
	}

	static List<ReportedEvent> events(JsonNode node, Function<JsonNode, ReportedEvent> format) {
		if (!node.isArray()) {
			return List.of(format.apply(node));
		}
		if (node.size() > MAX_EVENTS) {
			throw new UnreadableWebhookException("The body has more than " + MAX_EVENTS + " events");
		}
		List<ReportedEvent> events = new ArrayList<>(node.size());
		for (JsonNode event : node) {
			events.add(format.apply(event));
		}
		return events;
	}

	/**
	 * The first of some places where there is a text or a number.
	 * @param pointers JSON pointers (RFC 6901)
	 */
	static @Nullable String text(JsonNode node, String... pointers) {
		for (String pointer : pointers) {
			String text = value(node.at(pointer));
			if (text != null) {
				return text;
			}
		}
		return null;
	}

	/**
	 * A text or a number, fit for a database.
	 */
	static @Nullable String value(JsonNode value) {
		if (value.isString()) {
			String text = value.stringValue();
			String start = text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH)).replace('\0', '\ufffd').strip();
			// A surrogate without its other half becomes a question mark.
			String clean = new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
			return clean.isEmpty() ? null : clean;
		}
		return value.isIntegralNumber() ? value.asString() : null;
	}

	/**
	 * What a provider calls a kind of event, or a word that says that it does not say.
	 */
	static String type(JsonNode node, String... pointers) {
		String type = text(node, pointers);
		return (type != null) ? type.substring(0, Math.min(type.length(), 100)) : "untyped";
	}

	/**
	 * Whether there is a {@code true}.
	 */
	static boolean isTrue(JsonNode node, String pointer) {
		JsonNode value = node.at(pointer);
		return value.isBoolean() ? value.booleanValue() : "true".equalsIgnoreCase(value(value));
	}

	/**
	 * An address, or the only one of a list. Of several it is not known which is meant.
	 */
	static @Nullable EmailAddress address(JsonNode node, String... pointers) {
		for (String pointer : pointers) {
			JsonNode value = node.at(pointer);
			if (value.isArray() && value.size() == 1) {
				value = value.path(0);
			}
			EmailAddress address = address(value.isObject() ? value.path("email") : value);
			if (address != null) {
				return address;
			}
		}
		return null;
	}

	static @Nullable EmailAddress address(JsonNode value) {
		String text = value.isString() ? value(value) : null;
		if (text == null || text.length() > MAX_ADDRESS_LENGTH) {
			return null;
		}
		try {
			return EmailAddress.parse(text);
		}
		catch (InvalidEmailException ex) {
			return null;
		}
	}

	/**
	 * A time: ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970,
	 * which their size tells apart.
	 */
	static @Nullable Instant time(JsonNode node, String... pointers) {
		for (String pointer : pointers) {
			Instant time = time(node.at(pointer));
			if (time != null && time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
				return time;
			}
		}
		return null;
	}

	private static @Nullable Instant time(JsonNode value) {
		if (value.isNumber()) {
			return ofNumber(value.isIntegralNumber() && !value.canConvertToLong() ? 0 : value.doubleValue());
		}
		String text = value.isString() ? value(value) : null;
		if (text == null || text.length() > 40) {
			return null;
		}
		try {
			if (text.matches("\\d{9,19}(\\.\\d{1,9})?")) {
				return ofNumber(Double.parseDouble(text));
			}
			return ofText(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static Instant ofText(String text) {
		String iso = (text.length() > 10 && text.charAt(10) == ' ') ? text.substring(0, 10) + "T" + text.substring(11)
				: text;
		boolean shortOffset = iso.length() > 19 && SHORT_OFFSET.matcher(iso.substring(iso.length() - 3)).matches();
		return Instant.parse(shortOffset ? iso + ":00" : iso);
	}

	private static @Nullable Instant ofNumber(double number) {
		double seconds = number;
		while (seconds > 1e11 && seconds < 1e20) {
			seconds /= 1000;
		}
		return (seconds > 0 && seconds <= 1e11) ? Instant.ofEpochMilli(Math.round(seconds * 1000)) : null;
	}

	/**
	 * An enhanced status code that is a value of its own.
	 */
	static @Nullable EnhancedStatusCode code(JsonNode node, String... pointers) {
		String text = text(node, pointers);
		return (text != null) ? EnhancedStatusCode.atStartOf(text) : null;
	}

	/**
	 * An enhanced status code near the beginning of a server's text.
	 */
	static @Nullable EnhancedStatusCode codeIn(@Nullable String text) {
		if (text == null) {
			return null;
		}
		Matcher matcher = CODE.matcher(text.substring(0, Math.min(text.length(), CODE_WITHIN)));
		return matcher.find() ? EnhancedStatusCode.atStartOf(matcher.group()) : null;
	}

	/**
	 * A server's reply of which the code is told apart from the text.
	 */
	static @Nullable String reply(@Nullable String code, @Nullable String text) {
		if (code == null || !code.matches("[245]\\d\\d") || (text != null && text.startsWith(code))) {
			return text;
		}
		return (text != null) ? code + " " + text : code;
	}

	/**
	 * What is known of an open or a click.
	 */
	static Engagement engagement(boolean automated, @Nullable String url, @Nullable String ipAddress,
			@Nullable String userAgent) {
		return new Engagement(automated || AutomatedClients.isAutomated(userAgent), url, ipAddress, userAgent);
	}

}
