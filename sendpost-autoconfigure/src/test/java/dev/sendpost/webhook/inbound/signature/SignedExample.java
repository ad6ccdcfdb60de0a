package dev.sendpost.webhook.inbound.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A webhook that was signed by another program: see vectors.py beside vectors.json.
 *
 * @param name what it is
 * @param scheme the name of the factory method of its verifier
 * @param secret what verifies it
 * @param other what verifies another
 * @param headers its header fields
 * @param body its body
 * @param signature the header field that holds the signature, if one does
 * @param time the header field that holds the time, if one does
 * @param header another header field that must be there
 * @param alter a text in the body that is signed
 * @param reencoded the body written anew
 * @param expired what would verify it, had it not expired
 * @param at when it was signed, in seconds since 1970
 */
public record SignedExample(String name, String scheme, String secret, String other, Map<String, String> headers,
		String body, @Nullable String signature, @Nullable String time, @Nullable String header, @Nullable String alter,
		@Nullable String reencoded, @Nullable String expired, long at) {

	public static final Duration TOLERANCE = Duration.ofMinutes(5);

	public static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:ses-events";

	public static final URI URL = URI.create("https://shop.example/webhooks/mandrill");

	public static List<SignedExample> all() {
		try (InputStream in = SignedExample.class.getResourceAsStream("vectors.json")) {
			return JsonMapper.shared().readValue(in, new TypeReference<>() {
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static SignedExample named(String name) {
		return all().stream().filter((example) -> example.name().equals(name)).findFirst().orElseThrow();
	}

	public Instant signedAt() {
		return Instant.ofEpochSecond(this.at);
	}

	public Clock clock() {
		return Clock.fixed(signedAt(), ZoneOffset.UTC);
	}

	WebhookVerifier verifier() {
		return verifier(clock(), this.secret);
	}

	WebhookVerifier verifier(Clock clock, String... secrets) {
		List<String> all = List.of(secrets);
		return switch (this.scheme) {
			case "generic" -> WebhookVerifiers.generic(all);
			case "sendPost" -> WebhookVerifiers.sendPost(all);
			case "sendry" -> WebhookVerifiers.sendry(all, TOLERANCE, clock);
			case "mailerSend" -> WebhookVerifiers.mailerSend(all);
			case "lettermint" -> WebhookVerifiers.lettermint(all, TOLERANCE, clock);
			case "standardWebhooks" -> WebhookVerifiers.standardWebhooks(all, TOLERANCE, clock);
			case "svix" -> WebhookVerifiers.svix(all, TOLERANCE, clock);
			case "sendGrid" -> WebhookVerifiers.sendGrid(all, TOLERANCE, clock);
			case "postal" -> WebhookVerifiers.postal(all);
			case "mandrill" -> WebhookVerifiers.mandrill(URL, all);
			case "mailgun" -> WebhookVerifiers.mailgun(all, TOLERANCE, clock);
			case "sns" -> WebhookVerifiers.sns(List.of(TOPIC), (url) -> secrets[0].getBytes(StandardCharsets.US_ASCII),
					TOLERANCE, clock);
			case "basicAuthentication" -> WebhookVerifiers.basicAuthentication("post", all);
			default -> throw new IllegalStateException(this.scheme);
		};
	}

	public WebhookRequest request() {
		return request(this.headers, this.body);
	}

	WebhookRequest withBody(String body) {
		return request(this.headers, body);
	}

	WebhookRequest withBody(byte[] body) {
		return new WebhookRequest(URL, lists(this.headers), body);
	}

	WebhookRequest with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return request(headers, this.body);
	}

	WebhookRequest without(String header) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.remove(header);
		return request(headers, this.body);
	}

	WebhookRequest twice(String header) {
		Map<String, List<String>> headers = new LinkedHashMap<>(lists(this.headers));
		headers.compute(header, (name, values) -> List.of(values.get(0), values.get(0)));
		return new WebhookRequest(URL, headers, this.body.getBytes(StandardCharsets.UTF_8));
	}

	private static WebhookRequest request(Map<String, String> headers, String body) {
		return new WebhookRequest(URL, lists(headers), body.getBytes(StandardCharsets.UTF_8));
	}

	private static Map<String, List<String>> lists(Map<String, String> headers) {
		Map<String, List<String>> lists = new LinkedHashMap<>();
		headers.forEach((name, value) -> lists.put(name, List.of(value)));
		return lists;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
