package dev.sendpost.webhook.inbound.signature;

/**
 * Postal: RSA (PKCS #1 v1.5) with SHA-256 over the body, in base64.
 */
final class PostalVerifier implements WebhookVerifier {

	private static final String HEADER = "X-Postal-Signature-256";

	private final PublicKeys keys;

	PostalVerifier(PublicKeys keys) {
		this.keys = keys;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		byte[] signature = SignatureText.base64(HEADER, request.requiredHeader(HEADER));
		this.keys.require(signature, request.body());
		return new Verification(PublicKeys.digest(request.body()), null);
	}

}
