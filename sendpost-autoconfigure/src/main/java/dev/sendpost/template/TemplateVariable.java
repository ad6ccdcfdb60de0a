package dev.sendpost.template;

import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A variable that a template declares.
 *
 * @param name the name
 * @param defaultValue what stands for it where a message has no value for it, or
 * {@code null} if each message must have one
 * @param description what it is, for people, or {@code null}
 */
public record TemplateVariable(String name, @Nullable String defaultValue, @Nullable String description) {

	private static final int MAX_LENGTH = 1000;

	/**
	 * Create a variable.
	 * @throws TemplateException if the name is none, or something is too long
	 */
	public TemplateVariable {
		if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]{0,99}")) {
			throw new TemplateException(Reason.INVALID, "'" + name.substring(0, Math.min(100, name.length()))
					+ "' is not the name of a variable: it has letters, digits, '_', '.' and '-', up to 100");
		}
		if ((defaultValue != null && defaultValue.length() > MAX_LENGTH)
				|| (description != null && description.length() > MAX_LENGTH)) {
			throw new TemplateException(Reason.INVALID, "variable '" + name
					+ "' has a default or a description of more than " + MAX_LENGTH + " characters");
		}
	}

	/**
	 * A variable that each message must have a value for.
	 * @param name the name
	 * @return the variable
	 */
	public static TemplateVariable required(String name) {
		return new TemplateVariable(name, null, null);
	}

	/**
	 * A variable with a default.
	 * @param name the name
	 * @param defaultValue the default
	 * @return the variable
	 */
	public static TemplateVariable optional(String name, String defaultValue) {
		return new TemplateVariable(name, defaultValue, null);
	}

}
