package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Mailgun: the body holds a time, a token and the HMAC-SHA256 of both in hexadecimal. The
 * rest of the body is not signed, so nothing but the token's being used once keeps
 * somebody who saw a webhook from sending another body with it.
 */
final class MailgunVerifier implements WebhookVerifier {

	private static final int MAX_TOKEN_LENGTH = 500;

	private final HmacKeys keys;

	private final Tolerance tolerance;

	MailgunVerifier(HmacKeys keys, Tolerance tolerance) {
		this.keys = keys;
		this.tolerance = tolerance;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		MailgunSignature parts = MailgunSignature.read(request.body());
		String time = parts.timestamp();
		String token = parts.token();
		byte[] signature = SignatureText.hex("signature in the body", parts.signature(), HmacKeys.SHA256_LENGTH);
		if (token.isBlank() || token.length() > MAX_TOKEN_LENGTH) {
			throw SignatureText.malformed("token in the body is no token");
		}
		Instant signedAt = SignatureText.seconds("timestamp in the body", time);
		this.tolerance.require(signedAt);
		this.keys.require(signature, (time + token).getBytes(StandardCharsets.UTF_8));
		return new Verification(token, signedAt);
	}

	@Override
	public Duration retention() {
		return this.tolerance.retention();
	}

}
