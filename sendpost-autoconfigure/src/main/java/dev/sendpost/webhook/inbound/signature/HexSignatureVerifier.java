package dev.sendpost.webhook.inbound.signature;

/**
 * A header field holds the HMAC-SHA256 of the body in hexadecimal: the Email API, Forward
 * Email, MailerSend.
 */
final class HexSignatureVerifier implements WebhookVerifier {

	private final String header;

	private final HmacKeys keys;

	HexSignatureVerifier(String header, HmacKeys keys) {
		this.header = header;
		this.keys = keys;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		byte[] signature = SignatureText.hex(this.header, request.requiredHeader(this.header), HmacKeys.SHA256_LENGTH);
		return new Verification(this.keys.require(signature, request.body()), null, null);
	}

}
