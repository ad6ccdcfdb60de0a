package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;

/**
 * Mandrill: the HMAC-SHA1 in base64 of the URL, and each name and value of the form that
 * is the body, sorted by name.
 */
final class MandrillVerifier implements WebhookVerifier {

	private static final String HEADER = "X-Mandrill-Signature";

	private static final int SHA1_LENGTH = 20;

	private static final int MAX_PARAMETERS = 100;

	private final byte[] url;

	private final HmacKeys keys;

	/**
	 * Create a verifier.
	 * @param url the URL, letter by letter as Mandrill has it
	 * @param keys the keys
	 */
	MandrillVerifier(String url, HmacKeys keys) {
		this.url = url.getBytes(StandardCharsets.UTF_8);
		this.keys = keys;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		byte[] signature = SignatureText.base64(HEADER, request.requiredHeader(HEADER), SHA1_LENGTH);
		SortedMap<String, byte[]> parameters = parameters(request.body());
		byte[][] content = new byte[2 * parameters.size() + 1][];
		content[0] = this.url;
		int i = 1;
		for (Map.Entry<String, byte[]> parameter : parameters.entrySet()) {
			content[i++] = parameter.getKey().getBytes(StandardCharsets.ISO_8859_1);
			content[i++] = parameter.getValue();
		}
		return new Verification(this.keys.require(signature, content), null, null);
	}

	/*
	 * Names are kept octet by octet, as they are sorted.
	 */
	private static SortedMap<String, byte[]> parameters(byte[] body) {
		SortedMap<String, byte[]> parameters = new TreeMap<>();
		String form = new String(body, StandardCharsets.ISO_8859_1);
		int from = 0;
		while (from <= body.length) {
			int equals = form.indexOf('=', from);
			int ampersand = form.indexOf('&', from);
			int end = (ampersand < 0) ? body.length : ampersand;
			if (equals < 0 || equals >= end) {
				throw noForm();
			}
			String name = new String(decode(body, from, equals), StandardCharsets.ISO_8859_1);
			if (parameters.put(name, decode(body, equals + 1, end)) != null) {
				throw new WebhookVerificationException(Reason.AMBIGUOUS, "the body has a parameter several times");
			}
			if (parameters.size() > MAX_PARAMETERS) {
				throw SignatureText.malformed("the body has more than " + MAX_PARAMETERS + " parameters");
			}
			from = end + 1;
		}
		return parameters;
	}

	private static byte[] decode(byte[] body, int from, int to) {
		byte[] decoded = new byte[to - from];
		int length = 0;
		for (int i = from; i < to; i++) {
			byte octet = body[i];
			if (octet == '+') {
				octet = ' ';
			}
			else if (octet == '%') {
				if (i + 2 >= to || !HexFormat.isHexDigit(body[i + 1]) || !HexFormat.isHexDigit(body[i + 2])) {
					throw noForm();
				}
				octet = (byte) (HexFormat.fromHexDigit(body[i + 1]) << 4 | HexFormat.fromHexDigit(body[i + 2]));
				i += 2;
			}
			decoded[length++] = octet;
		}
		return (length == decoded.length) ? decoded : Arrays.copyOf(decoded, length);
	}

	private static WebhookVerificationException noForm() {
		return SignatureText.malformed("the body is no form");
	}

}
