package dev.sendpost.webhook.outbound;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.webhook.outbound.WebhookException.Reason;

/**
 * What signatures are made with, as it is shown to whoever owns the subscriber: by
 * default {@code whsec_} and 32 random octets in base64.
 *
 * @param text the secret
 */
record WebhookSecret(String text) {

	private static final String PREFIX = "whsec_";

	private static final int LENGTH = 32;

	private static final int MIN_TEXT_LENGTH = 16;

	private static final int MAX_TEXT_LENGTH = 200;

	private static final String ALGORITHM = "HmacSHA256";

	static WebhookSecret random(SecureRandom random) {
		byte[] octets = new byte[LENGTH];
		random.nextBytes(octets);
		return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(octets));
	}

	/**
	 * A secret that was chosen by somebody else.
	 * @throws WebhookException if it is too short, too long, or no secret of the form
	 */
	static WebhookSecret chosen(String text, WebhookForm form) {
		if (text.length() < MIN_TEXT_LENGTH || text.length() > MAX_TEXT_LENGTH
				|| text.chars().anyMatch((character) -> character <= ' ' || character > '~')) {
			throw new WebhookException(Reason.INVALID, "The secret must have " + MIN_TEXT_LENGTH + " to "
					+ MAX_TEXT_LENGTH + " ASCII characters and no spaces");
		}
		WebhookSecret secret = new WebhookSecret(text);
		secret.requireFor(form);
		return secret;
	}

	/**
	 * Require that signatures of a form can be made with it.
	 */
	void requireFor(WebhookForm form) {
		if (form == WebhookForm.STANDARD_WEBHOOKS) {
			key(form);
		}
	}

	/**
	 * The octets that are the key. Standard Webhooks reads the base64; the other services
	 * take the text for what it is.
	 */
	private byte[] key(WebhookForm form) {
		if (form != WebhookForm.STANDARD_WEBHOOKS) {
			return this.text.getBytes(StandardCharsets.UTF_8);
		}
		try {
			if (this.text.startsWith(PREFIX)) {
				return Base64.getDecoder().decode(this.text.substring(PREFIX.length()));
			}
		}
		catch (IllegalArgumentException ex) {
			// Refused below.
		}
		throw new WebhookException(Reason.INVALID,
				"For Standard Webhooks the secret must be whsec_ and octets in base64; replace it first");
	}

	byte[] hmac(WebhookForm form, byte[]... parts) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key(form), ALGORITHM));
			for (byte[] part : parts) {
				mac.update(part);
			}
			return mac.doFinal();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "WebhookSecret[******]";
	}

}
