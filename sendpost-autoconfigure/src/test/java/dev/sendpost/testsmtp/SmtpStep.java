package dev.sendpost.testsmtp;

/**
 * A point of an SMTP session at which a {@link SmtpScript} can intervene.
 */
public enum SmtpStep {

	/**
	 * Instead of the banner; on a port of implicit TLS, once TLS is up.
	 */
	CONNECT,

	/**
	 * {@code EHLO}; not {@code HELO}, which a client may fall back to.
	 */
	EHLO,

	/**
	 * {@code STARTTLS}; a reply other than 220 leaves the connection in the clear.
	 */
	STARTTLS,

	/**
	 * Before a TLS handshake, be it implicit or after {@code STARTTLS}; a reply goes out
	 * in the clear.
	 */
	HANDSHAKE,

	/**
	 * {@code AUTH}, when the credentials are in; a reply 235 accepts whoever it is.
	 */
	AUTH,

	/**
	 * {@code MAIL FROM}.
	 */
	MAIL,

	/**
	 * {@code RCPT TO}; a reply 2xx accepts the recipient.
	 */
	RCPT,

	/**
	 * {@code DATA}; a reply other than 354 means that no content follows.
	 */
	DATA,

	/**
	 * After the reply 354, and again after each line of content.
	 */
	BODY,

	/**
	 * When the final dot is in; a reply 2xx accepts the message.
	 */
	DOT,

	/**
	 * {@code NOOP}.
	 */
	NOOP,

	/**
	 * {@code RSET}; a reply 2xx ends the transaction.
	 */
	RSET,

	/**
	 * {@code QUIT}; after any reply the server closes.
	 */
	QUIT

}
