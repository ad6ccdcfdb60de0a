package dev.sendpost.api.sendry;

/**
 * The SMTP relay of the application, as far as clients of Sendry ask about it. A bean of
 * this type is what {@code /v1/smtp/info} tells of.
 */
@FunctionalInterface
public interface SmtpInfo {

	/**
	 * Where it listens.
	 * @return the address
	 */
	Address address();

	/**
	 * Where a relay listens.
	 *
	 * @param host the name of the host that clients connect to
	 * @param port the port
	 * @param tls whether connections are encrypted from the start; otherwise by STARTTLS
	 */
	record Address(String host, int port, boolean tls) {

	}

}
