package dev.sendpost.webhook.inbound.signature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;

/**
 * Sendry, whose sources do not agree: the header field has one of three names, and holds
 * the HMAC-SHA256 of the body in hexadecimal, with or without {@code sha256=} before it,
 * or {@code t=<seconds>,v1=<hex>}, the HMAC-SHA256 of time, dot and body.
 */
final class SendryVerifier implements WebhookVerifier {

	private static final List<String> HEADERS = List.of("X-Sendry-Signature", "Sendry-Signature", "Sendr-Signature");

	private static final String ALGORITHM = "sha256=";

	private final HmacKeys keys;

	private final Tolerance tolerance;

	SendryVerifier(HmacKeys keys, Tolerance tolerance) {
		this.keys = keys;
		this.tolerance = tolerance;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		String header = presentHeader(request);
		String value = SignatureText.header(request, header);
		if (value.contains("t=")) {
			return TimedSignature.parse(header, value).require(this.keys, this.tolerance, request.body());
		}
		boolean named = value.toLowerCase(Locale.ROOT).startsWith(ALGORITHM);
		byte[] signature = SignatureText.hex(header, named ? value.substring(ALGORITHM.length()) : value,
				HmacKeys.SHA256_LENGTH);
		return new Verification(this.keys.require(signature, request.body()), null, null);
	}

	private static String presentHeader(WebhookRequest request) {
		List<String> present = new ArrayList<>(HEADERS);
		present.removeIf((header) -> request.headers(header).isEmpty());
		if (present.isEmpty()) {
			throw new WebhookVerificationException(Reason.MISSING, HEADERS.get(0) + " is missing");
		}
		if (present.size() > 1) {
			throw new WebhookVerificationException(Reason.AMBIGUOUS, "there are the headers " + present);
		}
		return present.get(0);
	}

	/*
	 * Not each of the forms has a time.
	 */
	@Override
	public Duration retention() {
		Duration untimed = WebhookVerifier.super.retention();
		Duration timed = this.tolerance.retention();
		return (timed.compareTo(untimed) > 0) ? timed : untimed;
	}

}
