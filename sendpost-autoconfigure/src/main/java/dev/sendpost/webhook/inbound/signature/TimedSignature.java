package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The value {@code t=<seconds>,v1=<hex>} of a header field, in which {@code v1} may be
 * there several times: the HMAC-SHA256 of time, dot and body.
 */
final class TimedSignature {

	private final String time;

	private final Instant signedAt;

	private final List<byte[]> signatures;

	private TimedSignature(String time, Instant signedAt, List<byte[]> signatures) {
		this.time = time;
		this.signedAt = signedAt;
		this.signatures = signatures;
	}

	/**
	 * Read a value. Elements other than these two are passed over, as they are for newer
	 * versions of a scheme.
	 * @param what what it is, for whoever reads of a fault
	 * @param value the value
	 */
	static TimedSignature parse(String what, String value) {
		String time = null;
		List<byte[]> signatures = new ArrayList<>(1);
		int to;
		for (int from = 0; from <= value.length(); from = to + 1) {
			int comma = value.indexOf(',', from);
			to = (comma < 0) ? value.length() : comma;
			String element = value.substring(from, to).strip();
			if (element.startsWith("t=")) {
				if (time != null) {
					throw new WebhookVerificationException(Reason.AMBIGUOUS, what + " has several times");
				}
				time = element.substring(2);
			}
			else if (element.startsWith("v1=")) {
				signatures.add(SignatureText.hex(what, element.substring(3), HmacKeys.SHA256_LENGTH));
			}
		}
		return of(what, time, signatures);
	}

	private static TimedSignature of(String what, @Nullable String time, List<byte[]> signatures) {
		if (time == null || signatures.isEmpty()) {
			throw SignatureText.malformed(what + " is not of the form t=<seconds>,v1=<signature>");
		}
		if (signatures.size() > SignatureText.MAX_SIGNATURES) {
			throw SignatureText.malformed(what + " has more than " + SignatureText.MAX_SIGNATURES + " signatures");
		}
		return new TimedSignature(time, SignatureText.seconds(what, time), signatures);
	}

	Verification require(HmacKeys keys, Tolerance tolerance, byte[] body) {
		tolerance.require(this.signedAt);
		byte[] prefix = (this.time + '.').getBytes(StandardCharsets.US_ASCII);
		return new Verification(keys.require(this.signatures, prefix, body), this.signedAt, null);
	}

}
