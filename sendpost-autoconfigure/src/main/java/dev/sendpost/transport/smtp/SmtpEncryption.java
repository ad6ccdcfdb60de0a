package dev.sendpost.transport.smtp;

/**
 * How the connection to an SMTP server is encrypted.
 */
public enum SmtpEncryption {

	/** Not at all. */
	NONE(25),

	/** By STARTTLS (RFC 3207) if the server offers it. */
	STARTTLS(25),

	/** By STARTTLS; a server that does not offer it gets no mail. */
	STARTTLS_REQUIRED(587),

	/** From the first byte (implicit TLS, RFC 8314). */
	TLS(465);

	private final int defaultPort;

	SmtpEncryption(int defaultPort) {
		this.defaultPort = defaultPort;
	}

	/**
	 * The port where servers expect this.
	 * @return the port
	 */
	public int defaultPort() {
		return this.defaultPort;
	}

}
