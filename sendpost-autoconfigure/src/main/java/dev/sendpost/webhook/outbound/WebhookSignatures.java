package dev.sendpost.webhook.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes the header fields that prove where a document comes from.
 */
final class WebhookSignatures {

	private WebhookSignatures() {
	}

	/**
	 * The header fields of an attempt.
	 * @param secrets the current secret, and that before it while both count
	 * @param attempt the how-many-th attempt it is
	 */
	static Map<String, String> headers(WebhookForm form, List<WebhookSecret> secrets, UUID deliveryId, int attempt,
			Instant now, byte[] body) {
		Map<String, String> headers = new LinkedHashMap<>();
		switch (form) {
			case SENDPOST -> {
				headers.put("X-SendPost-Signature", hex(turn(secrets, attempt).hmac(form, body)));
				headers.put("X-SendPost-Signature-Alg", "hmac-sha256");
				headers.put("X-SendPost-Webhook-Id", deliveryId.toString());
				headers.put("X-SendPost-Webhook-Attempt", Integer.toString(attempt));
			}
			case EMAIL_API -> headers.put("X-Webhook-Signature", hex(turn(secrets, attempt).hmac(form, body)));
			case SENDRY -> {
				String time = Long.toString(now.getEpochSecond());
				headers.put("X-Sendry-Signature",
						"t=" + time + ","
								+ secrets.stream()
									.map((secret) -> "v1=" + hex(secret.hmac(form, ascii(time + "."), body)))
									.collect(Collectors.joining(",")));
			}
			case STANDARD_WEBHOOKS -> {
				String time = Long.toString(now.getEpochSecond());
				headers.put("webhook-id", deliveryId.toString());
				headers.put("webhook-timestamp", time);
				headers.put("webhook-signature",
						secrets.stream()
							.map((secret) -> "v1," + Base64.getEncoder()
								.encodeToString(secret.hmac(form, ascii(deliveryId + "." + time + "."), body)))
							.collect(Collectors.joining(" ")));
			}
		}
		return headers;
	}

	/**
	 * The secret of an attempt where there is room for one signature: the current one,
	 * and that before it in turns, so that a subscriber with either gets what it is sent.
	 */
	private static WebhookSecret turn(List<WebhookSecret> secrets, int attempt) {
		return secrets.get(Math.floorMod(attempt - 1, secrets.size()));
	}

	private static String hex(byte[] octets) {
		return HexFormat.of().formatHex(octets);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
