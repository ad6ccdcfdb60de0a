package dev.sendpost.webhook.inbound.format;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever a webhook contains, a format reads it, or says that it cannot; in little time,
 * with little memory. {@code -Dsendpost.fuzz.inputs=1000000} makes it a long run.
 */
class WebhookFormatFuzzTests {

	private static final int INPUTS = Integer.getInteger("sendpost.fuzz.inputs", 6000);

	private static final long SEED = Long.getLong("sendpost.fuzz.seed", 20260301);

	/**
	 * Of the processor's time. Generous: an input takes microseconds, the first loads
	 * classes.
	 */
	private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** A text of 4000 characters, with a type before it where that makes an id. */
	private static final int MAX_TEXT = 4000 + 101;

	private static final Pattern VALUE = Pattern
		.compile("(?<=[:\\[,])\\s*(\"(?:[^\"\\\\]++|\\\\.)*+\"|-?\\d+(?:\\.\\d+)?|true|false|null)");

	private static final List<String> STRANGE = List.of("null", "true", "[]", "{}", "-1", "1e999", "1e-999",
			"9".repeat(99), "9".repeat(2000), "-0", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
			"\"5.1.1\"", "\"550 5.999.999 x\"", "\"5.1.99999\"", "\"2026-13-45T99:99:99Z\"",
			"\"+999999999-12-31T00:00:00Z\"", "\"a@b\"", "\"" + "a".repeat(300) + "@example.com\"",
			"\"x@" + "a.".repeat(200) + "com\"", "\"<@>\"", "\"a@example.com\\r\\nBcc: b@example.com\"",
			"[\"a@example.com\",\"b@example.com\"]", "[[[[[[]]]]]]", "{\"a\":{\"b\":{\"c\":1}}}", "1772360130",
			"1772360130250205024", "4.9e-324", "\"smtp;" + "x".repeat(5000) + "\"", "\"" + "5.".repeat(3000) + "\"",
			"\"" + "<".repeat(3000) + "\"", "\"\\\\\\\"\\/\\b\"", "[null,1,\"x\",{},[]]");

	private final Random random = new Random(SEED);

	private final List<WebhookExample> examples = WebhookExample.all();

	@Test
	@Timeout(value = 4, unit = TimeUnit.HOURS)
	void nothingButTheDeclaredExceptionIsThrown() {
		int read = 0;
		int unreadable = 0;
		long slowest = 0;
		for (int i = 0; i < INPUTS; i++) {
			WebhookExample example = pick(this.examples);
			WebhookFormat format = (this.random.nextInt(10) == 0) ? pick(this.examples).format() : example.format();
			byte[] body = mutate(example.body("p-1", "ann@example.com"));
			long begin = cpuTime();
			try {
				List<ReportedEvent> events = format.read(body, Map.of("svix-id", "m", "webhook-id", "m"));
				events.forEach((event) -> assertBounded(event, body));
				read++;
			}
			catch (UnreadableWebhookException ex) {
				unreadable++;
			}
			catch (RuntimeException | Error ex) {
				fail("Input " + i + " of seed " + SEED + " for " + format.getClass().getSimpleName() + ": "
						+ new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8), ex);
			}
			slowest = Math.max(slowest, cpuTime() - begin);
		}
		System.out.println(INPUTS + " inputs: " + read + " read, " + unreadable + " unreadable, slowest took "
				+ Duration.ofNanos(slowest).toMillis() + " ms");
		assertThat(read).isGreaterThan(INPUTS / 4);
		assertThat(unreadable).isGreaterThan(INPUTS / 20);
		assertThat(slowest).isLessThan(MAX_NANOS);
	}

	@Test
	void bombsAreDefused() {
		int size = 1_000_000;
		List<String> bombs = List.of("[".repeat(size), "{\"a\":".repeat(size / 5), "[" + "9".repeat(size) + "]",
				"[" + "{},".repeat(size / 3) + "{}]", "{\"event\":\"" + "x".repeat(size) + "\"}",
				"{\"" + "x".repeat(size) + "\":1}", "{\"event\":1e" + "9".repeat(90) + "}",
				"{" + "\"event\":\"open\",".repeat(size / 15) + "\"event\":\"click\"}",
				"{\"event-data\":" + "[".repeat(size / 2) + "}", "[" + "[],".repeat(size / 3) + "[]]",
				"{\"Type\":\"Notification\",\"Message\":\"{" + "\\\"a\\\":{".repeat(size / 8) + "\"}");
		for (String bomb : bombs) {
			byte[] body = bomb.getBytes(StandardCharsets.UTF_8);
			for (WebhookExample example : Stream
				.of("sendpost", "resend", "mailgun", "sendgrid", "ses", "postmark", "mailersend", "brevo", "generic",
						"sendry", "email-api")
				.map((provider) -> WebhookExample.of(provider).get(0))
				.toList()) {
				long begin = cpuTime();
				try {
					assertThat(example.format().read(body, Map.of())).hasSizeLessThanOrEqualTo(10_000)
						.allSatisfy((event) -> assertBounded(event, body));
				}
				catch (UnreadableWebhookException ex) {
					assertThat(ex.getMessage()).hasSizeLessThan(200);
				}
				assertThat(cpuTime() - begin).as(example.provider()).isLessThan(MAX_NANOS);
			}
		}
	}

	private static long cpuTime() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static void assertBounded(ReportedEvent event, byte[] body) {
		List<String> texts = new ArrayList<>(event.providerMessageIds());
		texts.add(event.type());
		texts.add(event.id());
		texts.add(event.messageId());
		texts.add(event.serverText());
		texts.add(event.reason());
		if (event.engagement() != null) {
			texts.add(event.engagement().url());
			texts.add(event.engagement().userAgent());
			texts.add(event.engagement().ipAddress());
		}
		for (String text : texts) {
			if (text != null && (text.length() > MAX_TEXT || text.indexOf('\0') >= 0)) {
				throw new AssertionError("A text has " + text.length() + " characters: " + text);
			}
		}
		EmailAddress recipient = event.recipient();
		if (recipient != null && !EmailAddress.parse(recipient.toString()).equals(recipient)) {
			throw new AssertionError("The recipient is not one: " + recipient);
		}
	}

	private byte[] mutate(byte[] original) {
		byte[] body = original;
		int rounds = 1 + this.random.nextInt(3);
		for (int i = 0; i < rounds; i++) {
			body = switch (this.random.nextInt(24)) {
				case 0 -> flipped(body);
				case 1 -> truncated(body);
				case 2 -> repeated(body);
				case 3 -> without(body);
				case 4 -> inserted(body);
				case 5 -> nested(body);
				case 6 -> listed(body);
				case 7 -> doubledKey(body);
				default -> strange(body);
			};
		}
		return (body.length > 200_000) ? original : body;
	}

	/**
	 * Puts something of another type, or out of its range, in the place of a value.
	 */
	private byte[] strange(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		Matcher matcher = VALUE.matcher(text);
		List<int[]> values = new ArrayList<>();
		while (matcher.find()) {
			values.add(new int[] { matcher.start(1), matcher.end(1) });
		}
		if (values.isEmpty()) {
			return body;
		}
		int[] value = pick(values);
		return (text.substring(0, value[0]) + pick(STRANGE) + text.substring(value[1]))
			.getBytes(StandardCharsets.UTF_8);
	}

	private byte[] doubledKey(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		String[] keys = { "event", "type", "data", "event-data", "Message", "recipient", "email", "to", "MessageID",
				"RecordType", "delivery-status", "bounce", "mail" };
		int brace = text.indexOf('{', this.random.nextInt(Math.max(1, text.length())));
		return (brace < 0) ? body : (text.substring(0, brace + 1) + "\"" + keys[this.random.nextInt(keys.length)]
				+ "\":" + pick(STRANGE) + "," + text.substring(brace + 1))
			.getBytes(StandardCharsets.UTF_8);
	}

	private byte[] flipped(byte[] body) {
		byte[] changed = body.clone();
		for (int i = this.random.nextInt(4); i >= 0 && changed.length > 0; i--) {
			changed[this.random.nextInt(changed.length)] ^= (byte) (1 << this.random.nextInt(8));
		}
		return changed;
	}

	private byte[] truncated(byte[] body) {
		return slice(body, 0, this.random.nextInt(body.length + 1));
	}

	private byte[] without(byte[] body) {
		int from = this.random.nextInt(body.length + 1);
		int to = Math.min(body.length, from + this.random.nextInt(30));
		return joined(slice(body, 0, from), slice(body, to, body.length));
	}

	private byte[] repeated(byte[] body) {
		int from = this.random.nextInt(body.length + 1);
		int to = Math.min(body.length, from + this.random.nextInt(200));
		return joined(slice(body, 0, to), slice(body, from, body.length));
	}

	private byte[] inserted(byte[] body) {
		int at = this.random.nextInt(body.length + 1);
		byte[] octets = new byte[1 + this.random.nextInt(8)];
		this.random.nextBytes(octets);
		return joined(slice(body, 0, at), octets, slice(body, at, body.length));
	}

	private byte[] nested(byte[] body) {
		int depth = 1 + this.random.nextInt(200);
		return joined("[".repeat(depth).getBytes(StandardCharsets.UTF_8), body,
				"]".repeat(depth).getBytes(StandardCharsets.UTF_8));
	}

	private byte[] listed(byte[] body) {
		byte[] comma = { ',' };
		return joined(new byte[] { '[' }, body, comma, body, comma, pick(STRANGE).getBytes(StandardCharsets.UTF_8),
				new byte[] { ']' });
	}

	private static byte[] slice(byte[] body, int from, int to) {
		return Arrays.copyOfRange(body, from, Math.max(from, to));
	}

	private static byte[] joined(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
