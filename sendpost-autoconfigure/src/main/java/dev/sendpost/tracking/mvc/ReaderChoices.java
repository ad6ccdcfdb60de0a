package dev.sendpost.tracking.mvc;

import java.util.List;
import java.util.Map;

import dev.sendpost.EmailAddress;
import dev.sendpost.audience.Preferences;
import dev.sendpost.tracking.Client;
import org.jspecify.annotations.Nullable;

/**
 * What one reader may choose, by whatever link he came.
 */
interface ReaderChoices {

	EmailAddress address();

	/**
	 * Who sent the message that the link was in, if that is known.
	 */
	@Nullable EmailAddress sender();

	/**
	 * Whether he gets broadcast mail of the sub-account.
	 */
	boolean receives();

	/**
	 * The topics, none if he is no contact.
	 */
	List<Preferences.Choice> topics();

	/**
	 * Change which topics he gets, by their keys.
	 */
	void choose(Map<String, Boolean> choices);

	void unsubscribe(Client client);

	void resubscribe();

}
