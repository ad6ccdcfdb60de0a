package dev.sendpost.webhook.inbound.signature;

/**
 * SendPost: the HMAC-SHA256 of the body in hexadecimal, with the account's API key.
 */
final class SendPostVerifier implements WebhookVerifier {

	private static final String ALGORITHM = "X-SendPost-Signature-Alg";

	private final WebhookVerifier signature;

	SendPostVerifier(HmacKeys keys) {
		this.signature = new HexSignatureVerifier("X-SendPost-Signature", keys);
	}

	@Override
	public Verification verify(WebhookRequest request) {
		String algorithm = request.header(ALGORITHM);
		if (algorithm != null && !algorithm.equalsIgnoreCase("hmac-sha256")) {
			throw SignatureText.malformed(ALGORITHM + " does not name hmac-sha256");
		}
		return this.signature.verify(request);
	}

}
