package dev.sendpost.webhook.inbound.signature;

import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Verifiers for the schemes by which providers sign. Where there are several secrets,
 * each of them is good, so that one can be replaced by another.
 * <p>
 * All throw {@link InvalidWebhookSecretException} for a secret that cannot work, and
 * {@link IllegalArgumentException} if there is none or the tolerance is not positive.
 */
public final class WebhookVerifiers {

	private static final String HMAC_SHA256 = "HmacSHA256";

	private WebhookVerifiers() {
	}

	/**
	 * {@code X-Webhook-Signature}: the HMAC-SHA256 of the body in hexadecimal. The Email
	 * API and Forward Email sign so.
	 * @param secrets the secrets
	 * @return a verifier
	 */
	public static WebhookVerifier generic(List<String> secrets) {
		return new HexSignatureVerifier("X-Webhook-Signature", HmacKeys.ofText(HMAC_SHA256, secrets));
	}

	/**
	 * SendPost.
	 * @param secrets API keys of the account
	 * @return a verifier
	 */
	public static WebhookVerifier sendPost(List<String> secrets) {
		return new SendPostVerifier(HmacKeys.ofText(HMAC_SHA256, secrets));
	}

	/**
	 * Sendry, in each form that is known of it.
	 * @param secrets the secrets
	 * @param tolerance how far the time may be off, where there is one
	 * @param clock tells the time
	 * @return a verifier
	 */
	public static WebhookVerifier sendry(List<String> secrets, Duration tolerance, Clock clock) {
		return new SendryVerifier(HmacKeys.ofText(HMAC_SHA256, secrets), new Tolerance(tolerance, clock));
	}

	/**
	 * Standard Webhooks 1.0.
	 * @param secrets secrets in base64, with or without {@code whsec_}, and public keys
	 * with {@code whpk_}
	 * @param tolerance how far the time may be off
	 * @param clock tells the time
	 * @return a verifier
	 */
	public static WebhookVerifier standardWebhooks(List<String> secrets, Duration tolerance, Clock clock) {
		return new StandardWebhooksVerifier("webhook-", secrets, new Tolerance(tolerance, clock));
	}

	/**
	 * Svix, and Resend, which uses it.
	 * @param secrets secrets in base64, with or without {@code whsec_}, and public keys
	 * with {@code whpk_}
	 * @param tolerance how far the time may be off
	 * @param clock tells the time
	 * @return a verifier
	 */
	public static WebhookVerifier svix(List<String> secrets, Duration tolerance, Clock clock) {
		return new StandardWebhooksVerifier("svix-", secrets, new Tolerance(tolerance, clock));
	}

	/**
	 * Mailgun. It signs a time and a token, and not the body.
	 * @param secrets HTTP webhook signing keys
	 * @param tolerance how far the time may be off
	 * @param clock tells the time
	 * @return a verifier
	 */
	public static WebhookVerifier mailgun(List<String> secrets, Duration tolerance, Clock clock) {
		return new MailgunVerifier(HmacKeys.ofText(HMAC_SHA256, secrets), new Tolerance(tolerance, clock));
	}

	/**
	 * SendGrid.
	 * @param publicKeys verification keys: X.509 in base64
	 * @param tolerance how far the time may be off
	 * @param clock tells the time
	 * @return a verifier
	 */
	public static WebhookVerifier sendGrid(List<String> publicKeys, Duration tolerance, Clock clock) {
		return new SendGridVerifier(PublicKeys.ofX509("SHA256withECDSA", ECPublicKey.class, publicKeys),
				new Tolerance(tolerance, clock));
	}

	/**
	 * Amazon SNS, through which SES notifies.
	 * @param topicArns the topics that may notify
	 * @param certificates fetches the certificates of Amazon
	 * @param tolerance how far the time may be off
	 * @param clock tells the time
	 * @return a verifier, which remembers certificates
	 */
	public static WebhookVerifier sns(List<String> topicArns, CertificateSource certificates, Duration tolerance,
			Clock clock) {
		return new SnsVerifier(topicArns, new SigningCertificates(certificates, clock),
				new Tolerance(tolerance, clock));
	}

	/**
	 * MailerSend.
	 * @param secrets the secrets
	 * @return a verifier
	 */
	public static WebhookVerifier mailerSend(List<String> secrets) {
		return new HexSignatureVerifier("Signature", HmacKeys.ofText(HMAC_SHA256, secrets));
	}

	/**
	 * Mandrill.
	 * @param url the URL of the webhook, letter by letter as Mandrill has it
	 * @param secrets webhook keys
	 * @return a verifier
	 */
	public static WebhookVerifier mandrill(URI url, List<String> secrets) {
		return new MandrillVerifier(url.toString(), HmacKeys.ofText("HmacSHA1", secrets));
	}

	/**
	 * Postal.
	 * @param publicKeys public keys: X.509 in base64
	 * @return a verifier
	 */
	public static WebhookVerifier postal(List<String> publicKeys) {
		return new PostalVerifier(PublicKeys.ofX509("SHA256withRSA", RSAPublicKey.class, publicKeys));
	}

	/**
	 * Lettermint.
	 * @param secrets the secrets
	 * @param tolerance how far the time may be off
	 * @param clock tells the time
	 * @return a verifier
	 */
	public static WebhookVerifier lettermint(List<String> secrets, Duration tolerance, Clock clock) {
		return new LettermintVerifier(HmacKeys.ofText(HMAC_SHA256, secrets), new Tolerance(tolerance, clock));
	}

	/**
	 * HTTP Basic authentication, for Postmark, Mailjet, SparkPost and Brevo. The body is
	 * not signed.
	 * @param username the user name
	 * @param passwords the passwords
	 * @return a verifier
	 */
	public static WebhookVerifier basicAuthentication(String username, List<String> passwords) {
		return new BasicAuthenticationVerifier(username, passwords);
	}

}
