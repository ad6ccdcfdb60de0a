package dev.sendpost.webhook.inbound.signature;

/**
 * A secret or public key that signatures cannot be checked with. Its message does not
 * repeat it.
 */
public class InvalidWebhookSecretException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final int index;

	private final String reason;

	InvalidWebhookSecretException(int index, String reason) {
		super("The secret at " + index + ": " + reason);
		this.index = index;
		this.reason = reason;
	}

	/**
	 * Which of the secrets it is.
	 * @return its place in the list, counted from 0
	 */
	public int getIndex() {
		return this.index;
	}

	/**
	 * What is wrong with it.
	 * @return the reason, in words
	 */
	public String getReason() {
		return this.reason;
	}

}
