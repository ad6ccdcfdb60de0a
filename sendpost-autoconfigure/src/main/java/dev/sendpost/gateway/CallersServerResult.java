package dev.sendpost.gateway;

import dev.sendpost.Receipt;
import dev.sendpost.transport.Handover;
import org.jspecify.annotations.Nullable;

/**
 * What came of a message that went to a {@link CallersServer}.
 *
 * @param receipt an outcome for each recipient; one that is deferred is not tried again
 * @param failure why the attempt failed as a whole, or {@code null} if it did not
 * @param envelopeMillis how long the server took for who it is from and for
 * @param messageMillis how long it took for the content
 * @param messageSize how many octets the message has, 0 if the server was not told
 * @param response the server's last word on the message, or {@code null} if it had none
 */
public record CallersServerResult(Receipt receipt, @Nullable Failure failure, long envelopeMillis, long messageMillis,
		long messageSize, @Nullable String response) {

	static CallersServerResult of(Receipt receipt, @Nullable Failure failure, @Nullable Handover handover,
			@Nullable String response) {
		return (handover != null)
				? new CallersServerResult(receipt, failure, handover.envelopeTime().toMillis(),
						handover.messageTime().toMillis(), handover.messageSize(), response)
				: new CallersServerResult(receipt, failure, 0, 0, 0, response);
	}

	/**
	 * Why an attempt failed as a whole.
	 */
	public enum Failure {

		/** The server does not let the caller in. */
		CREDENTIALS_REFUSED,

		/**
		 * The server cannot be reached, or not securely, or cannot carry the message.
		 */
		NOT_POSSIBLE,

		/** The server does not take the message now. */
		DEFERRED,

		/** The server did not answer in time; it does not have the message. */
		TIMED_OUT,

		/** The server has the whole message and did not say whether it takes it. */
		PERHAPS_SENT

	}

}
