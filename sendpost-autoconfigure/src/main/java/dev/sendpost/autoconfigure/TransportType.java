package dev.sendpost.autoconfigure;

/**
 * The types of transports, for editors: what the value of a map is bound to tells them
 * which values its properties may have, as hints cannot.
 */
enum TransportType {

	/** An SMTP server. */
	SMTP,

	/** The Email API. */
	EMAIL_API,

	/** SendPost. */
	SENDPOST,

	/** Sendry. */
	SENDRY,

	/** SendTrue. */
	SENDTRUE,

	/** SMTP Mailer, which is shown the password of the mailbox it sends from. */
	SMTP_MAILER,

	/** A mailbox in memory; nothing is sent. */
	CAPTURE

}
