package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * SendGrid: ECDSA with P-256 and SHA-256 over time and body, DER in base64.
 */
final class SendGridVerifier implements WebhookVerifier {

	private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";

	private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

	/** A sequence of two integers of 256 bits. */
	private static final int MAX_SIGNATURE_LENGTH = 72;

	private final PublicKeys keys;

	private final Tolerance tolerance;

	SendGridVerifier(PublicKeys keys, Tolerance tolerance) {
		this.keys = keys;
		this.tolerance = tolerance;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		byte[] signature = SignatureText.base64(SIGNATURE, request.requiredHeader(SIGNATURE));
		String time = request.requiredHeader(TIMESTAMP);
		Instant signedAt = SignatureText.seconds(TIMESTAMP, time);
		this.tolerance.require(signedAt);
		requireForm(signature);
		byte[] signedTime = time.getBytes(StandardCharsets.US_ASCII);
		this.keys.require(signature, signedTime, request.body());
		return new Verification(PublicKeys.digest(signedTime, request.body()), signedAt);
	}

	private static void requireForm(byte[] signature) {
		if (signature.length < 8 || signature.length > MAX_SIGNATURE_LENGTH || signature[0] != 0x30
				|| signature[1] != signature.length - 2) {
			throw SignatureText.malformed(SIGNATURE + " is no signature of ECDSA with P-256");
		}
	}

	@Override
	public Duration retention() {
		return this.tolerance.retention();
	}

}
