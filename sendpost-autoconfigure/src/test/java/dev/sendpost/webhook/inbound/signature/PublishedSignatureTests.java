package dev.sendpost.webhook.inbound.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signatures that were published with their schemes.
 */
class PublishedSignatureTests {

	private static final Duration TOLERANCE = Duration.ofMinutes(5);

	/**
	 * From the tests of the reference libraries of Standard Webhooks.
	 */
	@Test
	void standardWebhooks() {
		WebhookVerifier verifier = WebhookVerifiers.standardWebhooks(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
				TOLERANCE, clock(1614265330));
		WebhookRequest request = request("{\"test\": 2432232314}", "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
				"webhook-timestamp", "1614265330", "webhook-signature",
				"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
		assertThat(verifier.verify(request))
			.isEqualTo(new Verification("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330)));
	}

	/**
	 * From Svix' page about verifying without its libraries.
	 */
	@Test
	void svix() {
		WebhookVerifier verifier = WebhookVerifiers.svix(List.of("whsec_plJ3nmyCDGBKInavdOK15jsl"), TOLERANCE,
				clock(1731705121));
		WebhookRequest request = request("{\"event_type\":\"ping\",\"data\":{\"success\":true}}", "svix-id",
				"msg_loFOjxBNrRLzqYUf", "svix-timestamp", "1731705121", "svix-signature",
				"v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
		assertThat(verifier.verify(request).replayKeys()).containsExactly("msg_loFOjxBNrRLzqYUf");
	}

	/**
	 * From the tests of SendGrid's libraries.
	 */
	@Test
	void sendGrid() {
		WebhookVerifier verifier = WebhookVerifiers.sendGrid(List
			.of("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="),
				TOLERANCE, clock(1600112502));
		WebhookRequest request = request(
				"[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\",\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n",
				"X-Twilio-Email-Event-Webhook-Signature",
				"MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
				"X-Twilio-Email-Event-Webhook-Timestamp", "1600112502");
		assertThat(verifier.verify(request).signedAt()).isEqualTo(Instant.ofEpochSecond(1600112502));
	}

	private static Clock clock(long seconds) {
		return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
	}

	private static WebhookRequest request(String body, String... headers) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		for (int i = 0; i < headers.length; i += 2) {
			values.put(headers[i], List.of(headers[i + 1]));
		}
		return new WebhookRequest(URI.create("https://shop.example/webhooks"), values,
				body.getBytes(StandardCharsets.UTF_8));
	}

}
