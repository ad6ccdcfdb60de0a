package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
		this.keys.require(signature, content);
		return new Verification(PublicKeys.digest(content), null);
	}

	/*
	 * Names are kept octet by octet, as they are sorted.
	 */
	private static SortedMap<String, byte[]> parameters(byte[] body) {
		SortedMap<String, byte[]> parameters = new TreeMap<>();
		int from = 0;
		while (from <= body.length) {
			int equals = find(body, '=', from, body.length);
			int end = find(body, '&', from, body.length);
			if (equals >= end) {
				throw SignatureText.malformed("the body is no form");
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

	private static int find(byte[] body, char octet, int from, int to) {
		int i = from;
		while (i < to && body[i] != octet) {
			i++;
		}
		return i;
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
				int high = (i + 2 < to) ? Character.digit(body[++i], 16) : -1;
				int low = (high >= 0) ? Character.digit(body[++i], 16) : -1;
				if (low < 0) {
					throw SignatureText.malformed("the body is no form");
				}
				octet = (byte) (high << 4 | low);
			}
			decoded[length++] = octet;
		}
		return (length == decoded.length) ? decoded : Arrays.copyOf(decoded, length);
	}

}
