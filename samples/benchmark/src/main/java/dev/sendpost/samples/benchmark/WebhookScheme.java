package dev.sendpost.samples.benchmark;

/**
 * How a webhook is signed.
 */
public enum WebhookScheme {

	/** HMAC-SHA256 of the body: the Email API, SendPost, Sendry, MailerSend. */
	HEX,

	/** HMAC-SHA256 of time and body: Sendry, Lettermint. */
	TIMED,

	/** HMAC-SHA256 of id, time and body. */
	STANDARD_WEBHOOKS,

	/** Ed25519 of id, time and body. */
	ED25519,

	/** ECDSA with P-256 of time and body: SendGrid. */
	ECDSA,

	/** RSA with 2,048 bits of the body: Postal. */
	RSA,

	/** HMAC-SHA1 of the URL and a form: Mandrill. */
	MANDRILL,

	/** HMAC-SHA256 of a time and a token in the body: Mailgun. */
	MAILGUN,

	/** RSA with 2,048 bits over what the body says: SES. */
	SNS,

	/** HTTP Basic, with which nothing but the hash of the body is arithmetic. */
	BASIC

}
