package dev.sendpost.domain;

/**
 * A domain was added before.
 */
public class SendingDomainExistsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param name the name of the domain
	 */
	public SendingDomainExistsException(String name) {
		super("The domain " + name + " was added before");
	}

}
