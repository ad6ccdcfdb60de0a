package dev.sendpost.audience;

import java.util.regex.Pattern;

import dev.sendpost.audience.AudienceException.Reason;

/**
 * Something to write about that readers may leave singly.
 *
 * @param key names it in code, unique in the sub-account: up to {@value #MAX_KEY_LENGTH}
 * lower-case letters, digits, hyphens and underscores
 * @param name its name for readers, at most {@value #MAX_NAME_LENGTH} characters on one
 * line
 * @param description what it is about, for readers, at most
 * {@value #MAX_DESCRIPTION_LENGTH} characters; may be empty
 * @param receivedByDefault whether contacts receive it that have not chosen
 */
public record Topic(String key, String name, String description, boolean receivedByDefault) {

	/** How many characters a key has at most. */
	public static final int MAX_KEY_LENGTH = 63;

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 200;

	/** How many characters a description has at most. */
	public static final int MAX_DESCRIPTION_LENGTH = 1000;

	private static final Pattern KEY = Pattern.compile("[a-z0-9_-]{1," + MAX_KEY_LENGTH + "}");

	/**
	 * Create a topic.
	 * @throws AudienceException if a text is beyond its limits
	 */
	public Topic {
		if (!KEY.matcher(key).matches()) {
			throw new AudienceException(Reason.INVALID,
					"'" + Texts.printable(key) + "' cannot be the key of a topic: it" + " has 1 to " + MAX_KEY_LENGTH
							+ " lower-case letters a to z, digits, hyphens and underscores");
		}
		Texts.requireName("the name of a topic", name, MAX_NAME_LENGTH);
		Texts.requireText("the description of a topic", description, MAX_DESCRIPTION_LENGTH);
	}

}
