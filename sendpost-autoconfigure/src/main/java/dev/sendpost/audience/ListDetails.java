package dev.sendpost.audience;

/**
 * What is set about a list.
 *
 * @param name its name, unique in the sub-account, at most {@value #MAX_NAME_LENGTH}
 * characters on one line
 * @param description what it is for, at most {@value #MAX_DESCRIPTION_LENGTH} characters;
 * may be empty
 * @param doubleOptIn whether a contact that is put on it must first confirm that by a
 * link it gets by mail
 */
public record ListDetails(String name, String description, boolean doubleOptIn) {

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 200;

	/** How many characters a description has at most. */
	public static final int MAX_DESCRIPTION_LENGTH = 1000;

	/**
	 * Create details.
	 * @throws AudienceException if a text is beyond its limits
	 */
	public ListDetails {
		name = Texts.requireName("the name of a list", name.strip(), MAX_NAME_LENGTH);
		Texts.requireText("the description of a list", description, MAX_DESCRIPTION_LENGTH);
	}

	/**
	 * A list without a description that takes contacts as they come.
	 * @param name its name
	 * @return the details
	 * @throws AudienceException if it cannot be a name
	 */
	public static ListDetails named(String name) {
		return new ListDetails(name, "", false);
	}

	/**
	 * The same list with another name.
	 * @param name its name
	 * @return the details
	 * @throws AudienceException if it cannot be a name
	 */
	public ListDetails name(String name) {
		return new ListDetails(name, this.description, this.doubleOptIn);
	}

	/**
	 * The same list with another description.
	 * @param description what it is for
	 * @return the details
	 * @throws AudienceException if it is too long
	 */
	public ListDetails description(String description) {
		return new ListDetails(this.name, description, this.doubleOptIn);
	}

	/**
	 * The same list with or without double opt-in.
	 * @param doubleOptIn whether contacts must confirm
	 * @return the details
	 */
	public ListDetails doubleOptIn(boolean doubleOptIn) {
		return new ListDetails(this.name, this.description, doubleOptIn);
	}

}
