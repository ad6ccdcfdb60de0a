package dev.sendpost.webhook.inbound.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

	private final String url;

	private final HmacKeys keys;

	/**
	 * Create a verifier.
	 * @param url the URL, letter by letter as Mandrill has it
	 * @param keys the keys
	 */
	MandrillVerifier(String url, HmacKeys keys) {
		this.url = url;
		this.keys = keys;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		byte[] signature = SignatureText.base64("the header " + HEADER, request.requiredHeader(HEADER), SHA1_LENGTH);
		StringBuilder content = new StringBuilder(this.url);
		parameters(request.body()).forEach((name, value) -> content.append(name).append(value));
		return new Verification(this.keys.require(signature, content.toString().getBytes(StandardCharsets.UTF_8)),
				null);
	}

	private static Map<String, String> parameters(byte[] body) {
		String form = new String(body, StandardCharsets.US_ASCII);
		String[] pairs = form.split("&", MAX_PARAMETERS + 1);
		if (pairs.length > MAX_PARAMETERS) {
			throw SignatureText.malformed("the body has more than " + MAX_PARAMETERS + " parameters");
		}
		Map<String, String> parameters = new TreeMap<>();
		for (String pair : pairs) {
			int equals = pair.indexOf('=');
			if (equals < 0) {
				throw SignatureText.malformed("the body is no form");
			}
			String name = decode(pair.substring(0, equals));
			if (parameters.put(name, decode(pair.substring(equals + 1))) != null) {
				throw new WebhookVerificationException(Reason.AMBIGUOUS, "the body has a parameter several times");
			}
		}
		return parameters;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw SignatureText.malformed("the body is no form");
		}
	}

}
