package dev.sendpost.outbox;

/**
 * Takes a message whose turn has come to the transports.
 */
@FunctionalInterface
public interface QueuedEmailDelivery {

	/**
	 * Attempt to deliver a message. Whatever this throws sets the message aside as
	 * failed.
	 * @param email the message
	 * @return what came of it
	 */
	DeliveryAttempt attempt(QueuedEmail email);

}
