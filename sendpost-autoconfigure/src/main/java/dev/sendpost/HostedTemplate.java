package dev.sendpost;

import java.util.Map;

/**
 * A template that the service keeps which carries the message, and what to fill in. Only
 * transports to services with templates can carry it.
 *
 * @param id the id or name that the service knows it by
 * @param variables what to fill in, by the names of the template's variables
 */
public record HostedTemplate(String id, Map<String, String> variables) {

	/** How many characters an id has at most. */
	static final int MAX_ID_LENGTH = 200;

	/**
	 * Create a reference to a template.
	 * @throws InvalidEmailException if the id is blank, too long or not on one line
	 */
	public HostedTemplate {
		if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
			throw new InvalidEmailException("hostedTemplate", "the id must have 1 to " + MAX_ID_LENGTH + " characters");
		}
		Text.requireSingleLine("hostedTemplate", id);
		variables = Map.copyOf(variables);
	}

}
