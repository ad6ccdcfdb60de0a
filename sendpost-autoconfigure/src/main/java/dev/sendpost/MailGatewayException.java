package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * An e-mail could not be accepted for any of its recipients. The subtypes say what a
 * caller can do about it.
 */
public abstract class MailGatewayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final @Nullable EnhancedStatusCode statusCode;

	private final @Nullable String serverText;

	private final transient @Nullable Receipt receipt;

	MailGatewayException(String message, @Nullable Receipt receipt, @Nullable Throwable cause) {
		super(message, cause);
		RecipientOutcome telling = (receipt != null) ? receipt.firstRefusal() : null;
		this.statusCode = (telling != null) ? telling.statusCode() : null;
		this.serverText = (telling != null) ? telling.serverText() : null;
		this.receipt = receipt;
	}

	/**
	 * The enhanced status code (RFC 3463) of the refusal.
	 * @return the code, or {@code null} if no server gave one
	 */
	public @Nullable EnhancedStatusCode getStatusCode() {
		return this.statusCode;
	}

	/**
	 * What the server said, word for word.
	 * @return the text of its reply, or {@code null} if no server replied
	 */
	public @Nullable String getServerText() {
		return this.serverText;
	}

	/**
	 * What became of each recipient.
	 * @return the receipt, or {@code null} if the e-mail was refused before it got one
	 */
	public @Nullable Receipt getReceipt() {
		return this.receipt;
	}

}
