package dev.sendpost.policy;

/**
 * Has a say about each message. Declare a bean; {@link org.springframework.core.Ordered}
 * or {@link org.springframework.core.annotation.Order @Order} puts policies in order, and
 * each sees what those before it left.
 */
public interface MailPolicy {

	/**
	 * Decide when the application hands the message over, in its thread. Should be cheap.
	 * @param message the message so far
	 */
	default void atIntake(PolicyMessage message) {
	}

	/**
	 * Decide right before a transport gets the message, which may be long after intake.
	 * With a store, a message is tried again later for which this throws an
	 * {@link UndecidedPolicyException}, or what Spring throws when the database is away.
	 * @param message the message so far
	 */
	default void atDispatch(PolicyMessage message) {
	}

}
