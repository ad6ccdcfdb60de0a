package dev.sendpost;

/**
 * Tells on whose behalf the current thread sends. Declare a bean of this type in an
 * application that serves several tenants; without one it is {@link Submitter#account()}.
 */
@FunctionalInterface
public interface SubmitterResolver {

	/**
	 * Who submits what this thread hands to the {@link MailGateway}.
	 * @return the submitter
	 */
	Submitter resolve();

}
