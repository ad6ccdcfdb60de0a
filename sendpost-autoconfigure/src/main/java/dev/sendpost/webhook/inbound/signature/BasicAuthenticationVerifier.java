package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;

/**
 * HTTP Basic authentication (RFC 7617), for providers that do not sign: Postmark,
 * Mailjet, SparkPost, Brevo. It tells who sent a webhook as far as nobody else knows the
 * password, and nothing about the body.
 */
final class BasicAuthenticationVerifier implements WebhookVerifier {

	private static final String HEADER = "Authorization";

	private static final String SCHEME = "Basic ";

	private final List<byte[]> credentials = new ArrayList<>();

	BasicAuthenticationVerifier(String username, List<String> passwords) {
		if (username.isEmpty() || username.contains(":")) {
			throw new IllegalArgumentException("A user name is neither empty nor has a colon");
		}
		for (int i = 0; i < passwords.size(); i++) {
			if (passwords.get(i).isEmpty()) {
				throw new InvalidWebhookSecretException(i, "it is empty");
			}
			this.credentials.add((username + ":" + passwords.get(i)).getBytes(StandardCharsets.UTF_8));
		}
		PublicKeys.requireSome(this.credentials);
	}

	@Override
	public Verification verify(WebhookRequest request) {
		String value = SignatureText.header(request, HEADER);
		if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			throw SignatureText.malformed(HEADER + " is not that of HTTP Basic authentication");
		}
		byte[] given = SignatureText.base64(HEADER, value.substring(SCHEME.length()).strip());
		boolean known = false;
		for (byte[] expected : this.credentials) {
			// In this order: it takes as long as the first is, which its sender knows.
			known |= MessageDigest.isEqual(given, expected);
		}
		if (!known) {
			throw new WebhookVerificationException(Reason.WRONG_SIGNATURE, "the user name or the password is wrong");
		}
		return new Verification(PublicKeys.digest(request.body()), null);
	}

}
