package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * Something about the application's set-up keeps mail from going out, for example
 * credentials that the server refuses or a certificate that cannot be trusted. Somebody
 * has to change it; sending again before that is of no use.
 */
public class MailMisconfiguredException extends MailGatewayException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong, and where
	 * @param receipt the outcome per recipient
	 * @param cause what the transport met, if anything
	 */
	public MailMisconfiguredException(String message, Receipt receipt, @Nullable Throwable cause) {
		super(message, receipt, cause);
	}

}
