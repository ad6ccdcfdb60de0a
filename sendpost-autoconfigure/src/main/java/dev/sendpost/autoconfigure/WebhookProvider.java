package dev.sendpost.autoconfigure;

/**
 * Who sends webhooks: it tells how they are signed, and what their events look like.
 */
enum WebhookProvider {

	/** A signature in X-Webhook-Signature; events by a mapping. */
	GENERIC,

	/** SendPost. */
	SENDPOST,

	/** The Email API. */
	EMAIL_API,

	/** Sendry. */
	SENDRY,

	/** Anybody who follows Standard Webhooks; events by a mapping. */
	STANDARD_WEBHOOKS,

	/** Resend. */
	RESEND,

	/** Mailgun. */
	MAILGUN,

	/** SendGrid. */
	SENDGRID,

	/** Amazon SES through SNS. */
	SES,

	/** Postmark. */
	POSTMARK,

	/** MailerSend. */
	MAILERSEND,

	/** Brevo. */
	BREVO,

	/** Mandrill; verification only. */
	MANDRILL,

	/** Postal; verification only. */
	POSTAL,

	/** Lettermint; verification only. */
	LETTERMINT,

	/** Mailjet; verification only. */
	MAILJET,

	/** SparkPost; verification only. */
	SPARKPOST

}
