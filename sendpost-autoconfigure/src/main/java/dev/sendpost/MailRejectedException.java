package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * Every recipient was refused for good, by a server or by a policy: do not send the same
 * again.
 */
public class MailRejectedException extends MailGatewayException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what was refused, and by whom
	 * @param receipt the outcome per recipient
	 * @param cause what the transport met, if anything
	 */
	public MailRejectedException(String message, Receipt receipt, @Nullable Throwable cause) {
		super(message, receipt, cause);
	}

}
