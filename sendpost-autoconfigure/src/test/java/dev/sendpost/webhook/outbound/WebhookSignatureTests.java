package dev.sendpost.webhook.outbound;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import dev.sendpost.webhook.inbound.signature.WebhookVerifier;
import dev.sendpost.webhook.inbound.signature.WebhookVerifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Signatures as independent implementations see them: the Java library of Standard
 * Webhooks, and Node's crypto module as the services' documentation uses it.
 */
class WebhookSignatureTests {

	/**
	 * The verification that subscribers of Email API run, and the same over the raw body.
	 */
	private static final String HEX = """
			const crypto = require('crypto');
			const [signature, secret, again] = process.argv.slice(1);
			const body = (again === 'parsed') ? JSON.stringify(JSON.parse(input.toString())) : input;
			const expected = crypto.createHmac('sha256', secret).update(body).digest('hex');
			console.log(signature.length === expected.length
				&& crypto.timingSafeEqual(Buffer.from(signature), Buffer.from(expected)));
			""";

	private static final String TIMED = """
			const crypto = require('crypto');
			const [header, secret] = process.argv.slice(1);
			const parts = header.split(',').map((part) => part.split('='));
			const time = parts.filter(([name]) => name === 't')[0][1];
			const expected = crypto.createHmac('sha256', secret).update(time + '.').update(input).digest('hex');
			console.log(parts.some(([name, value]) => name === 'v1' && value === expected));
			""";

	private final WebhookSecret secret = WebhookSecret.random(new SecureRandom());

	private final WebhookSecret previous = WebhookSecret.random(new SecureRandom());

	private final UUID deliveryId = UUID.randomUUID();

	/** With everything that two writers of JSON might write differently. */
	private WebhookFact fact() {
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put("order", "7 \u2028\u2029 </script> \u00fc \ud83d\ude00 \"\\ / \b\f\t\u0001\u001f\u007f");
		metadata.put("10", "ten");
		metadata.put("9", "nine");
		metadata.put("01", "no index");
		metadata.put("4294967295", "no index");
		metadata.put("4294967294", "the last index");
		metadata.put("__proto__", "a name as any");
		DeliveryEvent event = new DeliveryEvent(UUID.randomUUID(), UUID.randomUUID(),
				EmailAddress.parse("Ann <ann@example.com>"), DeliveryEventType.CLICKED,
				Instant.parse("2026-01-02T03:04:05.678Z"), "provider", "main", null, "250 2.0.0 Ok \u00e9", null, false)
			.withEngagement(new Engagement(false, "https://example.com/?a=b&c=\u00e4", "192.0.2.1", "Mozilla/5.0"));
		WebhookDelivery delivery = new WebhookDelivery(this.deliveryId, UUID.randomUUID(), WebhookEventType.CLICKED,
				event.emailId(), event.id(), "default", WebhookDelivery.State.WAITING, 1, Instant.EPOCH, null);
		return new WebhookFact(delivery, event, "transactional", EmailAddress.parse("Acme <hello@acme.example>"),
				"Gr\u00fc\u00dfe \ud83d\ude00", List.of(EmailAddress.parse("Ann <ann@example.com>")),
				List.of("welcome", "a/b"), metadata, Instant.parse("2026-01-02T03:04:00Z"), 117);
	}

	private Map<String, String> headers(WebhookForm form, byte[] body, int attempt, WebhookSecret... secrets) {
		return WebhookSignatures.headers(form, List.of(secrets), this.deliveryId, attempt, Instant.now(), body);
	}

	@ParameterizedTest
	@EnumSource
	void aDocumentIsWrittenAsJavaScriptWritesIt(WebhookForm form) throws Exception {
		byte[] body = WebhookDocument.write(form, fact());
		if (form == WebhookForm.SENDPOST) {
			// Its nanoseconds are more than a number of JavaScript can hold.
			body = new String(body, StandardCharsets.UTF_8).replaceAll("\"submittedAt\":\\d+", "\"submittedAt\":1")
				.getBytes(StandardCharsets.UTF_8);
		}
		String again = NodeScript.run("process.stdout.write(JSON.stringify(JSON.parse(input.toString())))", body);
		assertThat(again).isEqualTo(new String(body, StandardCharsets.UTF_8));
	}

	@Test
	void nodeVerifiesTheSignatureOfEmailApiOverWhatItParsed() throws Exception {
		byte[] body = WebhookDocument.write(WebhookForm.EMAIL_API, fact());
		String signature = headers(WebhookForm.EMAIL_API, body, 1, this.secret).get("X-Webhook-Signature");
		assertThat(NodeScript.run(HEX, body, signature, this.secret.text(), "parsed")).isEqualTo("true\n");
		assertThat(NodeScript.run(HEX, body, signature, this.secret.text(), "raw")).isEqualTo("true\n");
		assertThat(NodeScript.run(HEX, body, signature, this.previous.text(), "parsed")).isEqualTo("false\n");
	}

	@Test
	void nodeVerifiesTheSignatureOfSendPost() throws Exception {
		byte[] body = WebhookDocument.write(WebhookForm.SENDPOST, fact());
		WebhookSecret key = WebhookSecret.chosen("the-api-key-of-the-account", WebhookForm.SENDPOST);
		Map<String, String> headers = headers(WebhookForm.SENDPOST, body, 3, key);
		assertThat(NodeScript.run(HEX, body, headers.get("X-SendPost-Signature"), key.text(), "raw"))
			.isEqualTo("true\n");
		assertThat(headers).containsEntry("X-SendPost-Signature-Alg", "hmac-sha256")
			.containsEntry("X-SendPost-Webhook-Id", this.deliveryId.toString())
			.containsEntry("X-SendPost-Webhook-Attempt", "3");
	}

	@Test
	void nodeVerifiesBothSignaturesOfSendry() throws Exception {
		byte[] body = WebhookDocument.write(WebhookForm.SENDRY, fact());
		String header = headers(WebhookForm.SENDRY, body, 1, this.secret, this.previous).get("X-Sendry-Signature");
		assertThat(NodeScript.run(TIMED, body, header, this.secret.text())).isEqualTo("true\n");
		assertThat(NodeScript.run(TIMED, body, header, this.previous.text())).isEqualTo("true\n");
		assertThat(NodeScript.run(TIMED, body, header, "another")).isEqualTo("false\n");
	}

	@Test
	void theLibraryOfStandardWebhooksVerifiesBothSignatures() throws Exception {
		byte[] body = WebhookDocument.write(WebhookForm.STANDARD_WEBHOOKS, fact());
		Map<String, List<String>> headers = new HashMap<>();
		headers(WebhookForm.STANDARD_WEBHOOKS, body, 1, this.secret, this.previous)
			.forEach((name, value) -> headers.put(name, List.of(value)));
		HttpHeaders received = HttpHeaders.of(headers, (name, value) -> true);
		String text = new String(body, StandardCharsets.UTF_8);
		for (WebhookSecret each : List.of(this.secret, this.previous)) {
			new Webhook(each.text()).verify(text, received);
		}
		assertThatExceptionOfType(WebhookVerificationException.class)
			.isThrownBy(() -> new Webhook(this.secret.text()).verify(text + " ", received));
		assertThatExceptionOfType(WebhookVerificationException.class)
			.isThrownBy(() -> new Webhook(WebhookSecret.random(new SecureRandom()).text()).verify(text, received));
	}

	@Test
	void whereThereIsRoomForOneSignatureAttemptsTakeTurns() {
		byte[] body = WebhookDocument.write(WebhookForm.EMAIL_API, fact());
		String current = headers(WebhookForm.EMAIL_API, body, 1, this.secret).get("X-Webhook-Signature");
		String before = headers(WebhookForm.EMAIL_API, body, 1, this.previous).get("X-Webhook-Signature");
		assertThat(List.of(1, 2, 3, 4))
			.extracting((attempt) -> headers(WebhookForm.EMAIL_API, body, attempt, this.secret, this.previous)
				.get("X-Webhook-Signature"))
			.containsExactly(current, before, current, before);
	}

	@Test
	void sendPostsDocumentHasWhatItsSubscribersRead() {
		WebhookFact fact = fact();
		JsonNode document = JsonMapper.shared().readTree(WebhookDocument.write(WebhookForm.SENDPOST, fact));
		JsonNode event = document.get("event");
		assertThat(event.get("type").asInt()).isEqualTo(6);
		assertThat(event.get("eventID").asString()).isEqualTo(fact.event().id().toString());
		assertThat(event.get("messageID").asString()).isEqualTo(fact.emailId().toString());
		assertThat(event.get("submittedAt").asLong()).isEqualTo(1_767_323_045_678_000_000L);
		assertThat(event.get("subAccountID").asInt()).isEqualTo(117);
		assertThat(event.get("smtpCode").asInt()).isEqualTo(250);
		assertThat(event.at("/groups/0").asString()).isEqualTo("welcome");
		assertThat(event.get("to").asString()).isEqualTo("ann@example.com");
		assertThat(event.get("toName").asString()).isEqualTo("Ann");
		assertThat(event.at("/eventMetadata/clickedURL").asString()).startsWith("https://example.com/");
		assertThat(document.at("/emailMessage/messageID")).isEqualTo(event.get("messageID"));
		assertThat(document.at("/emailMessage/to/0/email").asString()).isEqualTo("ann@example.com");
	}

	@Test
	void emailApisDocumentHasTypeAndData() {
		JsonNode document = JsonMapper.shared().readTree(WebhookDocument.write(WebhookForm.EMAIL_API, fact()));
		assertThat(document.get("type").asString()).isEqualTo("email.clicked");
		assertThat(document.get("id").asString()).isEqualTo(this.deliveryId.toString());
		assertThat(document.at("/data/to").asString()).isEqualTo("ann@example.com");
		assertThat(document.at("/data/timestamp").asString()).isEqualTo("2026-01-02T03:04:05.678Z");
	}

	@Test
	void aSecretForStandardWebhooksMustBeItsForm() {
		assertThatExceptionOfType(WebhookException.class)
			.isThrownBy(() -> WebhookSecret.chosen("the-api-key-of-the-account", WebhookForm.STANDARD_WEBHOOKS))
			.withMessageContaining("whsec_");
		assertThat(this.secret).hasToString("WebhookSecret[******]");
	}

	@ParameterizedTest
	@EnumSource
	void ourOwnVerifiersBelieveThem(WebhookForm form) {
		byte[] body = WebhookDocument.write(form, fact());
		WebhookSecret used = (form == WebhookForm.SENDPOST)
				? WebhookSecret.chosen("the-api-key-of-the-account", WebhookForm.SENDPOST) : this.secret;
		Map<String, List<String>> headers = new HashMap<>();
		headers(form, body, 1, used).forEach((name, value) -> headers.put(name, List.of(value)));
		verifier(form, used).verify(new WebhookRequest(URI.create("/hook"), headers, body));
		body[body.length / 2] ^= 1;
		assertThatExceptionOfType(dev.sendpost.webhook.inbound.signature.WebhookVerificationException.class)
			.isThrownBy(() -> verifier(form, used).verify(new WebhookRequest(URI.create("/hook"), headers, body)))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.WRONG_SIGNATURE));
	}

	private static WebhookVerifier verifier(WebhookForm form, WebhookSecret secret) {
		List<String> secrets = List.of(secret.text());
		Duration tolerance = Duration.ofMinutes(5);
		return switch (form) {
			case SENDPOST -> WebhookVerifiers.sendPost(secrets);
			case EMAIL_API -> WebhookVerifiers.generic(secrets);
			case SENDRY -> WebhookVerifiers.sendry(secrets, tolerance, Clock.systemUTC());
			case STANDARD_WEBHOOKS -> WebhookVerifiers.standardWebhooks(secrets, tolerance, Clock.systemUTC());
		};
	}

}
