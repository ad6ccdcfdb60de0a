package dev.sendpost.webhook.inbound.signature;

import java.time.Duration;

/**
 * Lettermint: {@code t=<seconds>,v1=<hex>}, the HMAC-SHA256 of time, dot and body.
 */
final class LettermintVerifier implements WebhookVerifier {

	private static final String HEADER = "X-Lettermint-Signature";

	private final HmacKeys keys;

	private final Tolerance tolerance;

	LettermintVerifier(HmacKeys keys, Tolerance tolerance) {
		this.keys = keys;
		this.tolerance = tolerance;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		return TimedSignature.parse(HEADER, SignatureText.header(request, HEADER))
			.require(this.keys, this.tolerance, request.body());
	}

	@Override
	public Duration retention() {
		return this.tolerance.retention();
	}

}
