package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * No recipient was accepted, but a later attempt may succeed. If
 * {@link RecipientOutcome#perhapsSent()} is true for an outcome, that attempt may also
 * deliver a second copy.
 */
public class MailTemporarilyUnavailableException extends MailGatewayException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is unavailable
	 * @param receipt the outcome per recipient
	 * @param cause what the transport met, if anything
	 */
	public MailTemporarilyUnavailableException(String message, Receipt receipt, @Nullable Throwable cause) {
		super(message, receipt, cause);
	}

}
