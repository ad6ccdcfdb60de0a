package dev.sendpost.policy;

/**
 * A policy cannot decide for now. At dispatch, the message is tried again later.
 */
public class UndecidedPolicyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param reason what is missing for a decision
	 */
	public UndecidedPolicyException(String reason) {
		super(reason);
	}

}
