package dev.sendpost;

import java.time.Duration;

/**
 * More was asked for than a limit allows for now. The same works later.
 */
public class MailLimitExceededException extends MailGatewayException {

	private static final long serialVersionUID = 1L;

	private final Duration retryAfter;

	/**
	 * Create an exception.
	 * @param message which limit it is, and when there is room again
	 * @param retryAfter how long to wait
	 */
	public MailLimitExceededException(String message, Duration retryAfter) {
		super(message, null, null);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long to wait before the same can work.
	 * @return the time, positive
	 */
	public Duration getRetryAfter() {
		return this.retryAfter;
	}

}
