package dev.sendpost;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The template that a message is made from: one that is stored, or one of the
 * application's own.
 *
 * @param name the name it is found by
 * @param locale the language it is wanted in, or {@code null} for the template's own
 */
public record EmailTemplate(String name, @Nullable Locale locale) {

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 100;

	/**
	 * Create a reference to a template.
	 * @throws InvalidEmailException if the name is blank, too long or not on one line
	 */
	public EmailTemplate {
		if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
			throw new InvalidEmailException("template", "the name must have 1 to " + MAX_NAME_LENGTH + " characters");
		}
		Text.requireSingleLine("template", name);
	}

}
