package dev.sendpost.autoconfigure;

/**
 * Who sends webhooks: it tells how they are signed, and what their events look like.
 */
enum WebhookProvider {

	/** A signature in X-Webhook-Signature; events by a mapping. */
	GENERIC("HMAC-SHA256 of the body in X-Webhook-Signature"),

	/** SendPost. */
	SENDPOST("HMAC-SHA256 of the body in X-SendPost-Signature"),

	/** The Email API. */
	EMAIL_API("HMAC-SHA256 of the body in X-Webhook-Signature"),

	/** Sendry. */
	SENDRY("HMAC-SHA256 of time and body in X-Sendry-Signature"),

	/** Anybody who follows Standard Webhooks; events by a mapping. */
	STANDARD_WEBHOOKS("Standard Webhooks, in webhook-signature"),

	/** Resend. */
	RESEND("Standard Webhooks by Svix, in svix-signature"),

	/** Mailgun. */
	MAILGUN("HMAC-SHA256 of a time and a token, in the body"),

	/** SendGrid. */
	SENDGRID("ECDSA over time and body, in X-Twilio-Email-Event-Webhook-Signature"),

	/** Amazon SES through SNS. */
	SES("RSA with a certificate of Amazon SNS, in the body"),

	/** Postmark. */
	POSTMARK(WebhookProvider.BASIC_AUTHENTICATION),

	/** MailerSend. */
	MAILERSEND("HMAC-SHA256 of the body in Signature"),

	/** Brevo. */
	BREVO(WebhookProvider.BASIC_AUTHENTICATION),

	/** Mandrill; verification only. */
	MANDRILL("HMAC-SHA1 of URL and parameters in X-Mandrill-Signature"),

	/** Postal; verification only. */
	POSTAL("RSA over the body, in X-Postal-Signature-256"),

	/** Lettermint; verification only. */
	LETTERMINT("HMAC-SHA256 of time and body in X-Lettermint-Signature"),

	/** Mailjet; verification only. */
	MAILJET(WebhookProvider.BASIC_AUTHENTICATION),

	/** SparkPost; verification only. */
	SPARKPOST(WebhookProvider.BASIC_AUTHENTICATION);

	/** Of those who do not sign. */
	private static final String BASIC_AUTHENTICATION = "HTTP Basic authentication; the body is not signed";

	private final String scheme;

	WebhookProvider(String scheme) {
		this.scheme = scheme;
	}

	/**
	 * How they are signed, in words.
	 */
	String scheme() {
		return this.scheme;
	}

}
