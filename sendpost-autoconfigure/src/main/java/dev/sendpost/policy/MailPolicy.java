package dev.sendpost.policy;

import java.util.Collection;

/**
 * Has a say about each message. Declare a bean; {@link org.springframework.core.Ordered}
 * or {@link org.springframework.core.annotation.Order @Order} puts policies in order, and
 * each sees what those before it left.
 */
public interface MailPolicy {

	/**
	 * Decide when the application hands the message over, in its thread. Should be cheap.
	 * @param message the message so far
	 * @throws PolicyUnavailableException if it cannot decide for now
	 */
	default void atIntake(PolicyMessage message) {
	}

	/**
	 * Prepare for messages that the application hands over together, for example by
	 * looking up at once what is needed to decide about each.
	 * @param messages the messages before any policy saw them
	 * @return the policy whose {@link #atIntake(PolicyMessage)} is asked about each of
	 * them in the place of this one
	 * @throws PolicyUnavailableException if it cannot decide for now
	 */
	default MailPolicy forIntakeOf(Collection<PolicyMessage> messages) {
		return this;
	}

	/**
	 * Decide right before a transport gets the message, which may be long after intake.
	 * With a store, a message that cannot be decided about is tried again later.
	 * @param message the message so far
	 * @throws PolicyUnavailableException if it cannot decide for now
	 */
	default void atDispatch(PolicyMessage message) {
	}

	/**
	 * Decide once more at dispatch, after all policies, because one of them put in
	 * recipients that were not there before.
	 * @param message the message as all policies left it
	 * @throws PolicyUnavailableException if it cannot decide for now
	 */
	default void afterRecipientsWereAdded(PolicyMessage message) {
	}

}
