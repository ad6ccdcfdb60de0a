package dev.sendpost.webhook.inbound.signature;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Standard Webhooks, and Svix, which it comes from: {@code v1} is the HMAC-SHA256 of id,
 * dot, time, dot and body in base64, {@code v1a} the Ed25519 signature of the same.
 */
final class StandardWebhooksVerifier implements WebhookVerifier {

	private static final String SECRET_PREFIX = "whsec_";

	private static final String PUBLIC_KEY_PREFIX = "whpk_";

	private static final int ED25519_KEY_LENGTH = 32;

	private static final int ED25519_SIGNATURE_LENGTH = 64;

	private final String idHeader;

	private final String timeHeader;

	private final String signatureHeader;

	private final @Nullable HmacKeys secrets;

	private final @Nullable PublicKeys publicKeys;

	private final Tolerance tolerance;

	/**
	 * Create a verifier.
	 * @param prefix what the names of the header fields begin with
	 * @param keys secrets, with or without {@code whsec_}, and public keys with
	 * {@code whpk_}
	 * @param tolerance how far the time may be off
	 */
	StandardWebhooksVerifier(String prefix, List<String> keys, Tolerance tolerance) {
		this.idHeader = prefix + "id";
		this.timeHeader = prefix + "timestamp";
		this.signatureHeader = prefix + "signature";
		this.tolerance = tolerance;
		List<String> secrets = new ArrayList<>();
		List<byte[]> publicKeys = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			String key = keys.get(i).strip();
			byte[] decoded = PublicKeys.decode(i, withoutPrefix(key), Base64.getDecoder()::decode);
			if (!key.startsWith(PUBLIC_KEY_PREFIX)) {
				secrets.add(withoutPrefix(key));
			}
			else if (decoded.length == ED25519_KEY_LENGTH) {
				publicKeys.add(decoded);
			}
			else {
				throw new InvalidWebhookSecretException(i,
						"a public key has " + ED25519_KEY_LENGTH + " octets and not " + decoded.length);
			}
		}
		PublicKeys.requireSome(keys);
		this.secrets = secrets.isEmpty() ? null : new HmacKeys("HmacSHA256", secrets, Base64.getDecoder()::decode);
		this.publicKeys = publicKeys.isEmpty() ? null : PublicKeys.ofEd25519(publicKeys);
	}

	private static String withoutPrefix(String key) {
		boolean prefixed = key.startsWith(SECRET_PREFIX) || key.startsWith(PUBLIC_KEY_PREFIX);
		return prefixed ? key.substring(key.indexOf('_') + 1) : key;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		String id = request.requiredHeader(this.idHeader);
		String time = request.requiredHeader(this.timeHeader);
		String signatures = SignatureText.header(request, this.signatureHeader);
		if (id.isBlank() || id.length() > 500 || !isAscii(id)) {
			throw SignatureText.malformed(this.idHeader + " is no id");
		}
		Instant signedAt = SignatureText.seconds(this.timeHeader, time);
		this.tolerance.require(signedAt);
		byte[] prefix = (id + '.' + time + '.').getBytes(StandardCharsets.US_ASCII);
		require(this.signatureHeader, signatures, prefix, request.body());
		return new Verification(id, signedAt);
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 0x7f) {
				return false;
			}
		}
		return true;
	}

	private void require(String header, String value, byte[]... content) {
		String[] elements = value.split(" ", SignatureText.MAX_SIGNATURES + 1);
		if (elements.length > SignatureText.MAX_SIGNATURES) {
			throw SignatureText.malformed(header + " has more than " + SignatureText.MAX_SIGNATURES + " signatures");
		}
		List<byte[]> shared = (this.secrets != null) ? signatures(header, elements, "v1,", HmacKeys.SHA256_LENGTH)
				: List.of();
		if (this.secrets != null && this.secrets.matches(shared, content)) {
			return;
		}
		List<byte[]> asymmetric = (this.publicKeys != null)
				? signatures(header, elements, "v1a,", ED25519_SIGNATURE_LENGTH) : List.of();
		if (this.publicKeys != null && !asymmetric.isEmpty()) {
			this.publicKeys.require(asymmetric, content);
		}
		else if (shared.isEmpty()) {
			throw SignatureText.malformed(header + " has no signature of a kind that there is a key for");
		}
		else {
			throw SignatureText.wrongSignature();
		}
	}

	/*
	 * Others are of versions to come, or for whoever has the other kind of key.
	 */
	private static List<byte[]> signatures(String header, String[] elements, String version, int octets) {
		List<byte[]> signatures = new ArrayList<>();
		for (String element : elements) {
			if (element.startsWith(version)) {
				signatures.add(SignatureText.base64(header, element.substring(version.length()), octets));
			}
		}
		return signatures;
	}

	@Override
	public Duration retention() {
		return this.tolerance.retention();
	}

}
