package dev.sendpost.webhook.outbound;

import java.util.EnumSet;
import java.util.Set;

import dev.sendpost.webhook.outbound.WebhookException.Reason;

/**
 * What is set about a subscriber.
 *
 * @param name what people call it, or empty
 * @param url where it listens
 * @param events what it is told of
 * @param form what it understands
 * @param enabled whether it is told at all; what happens meanwhile it never hears of
 */
public record WebhookSettings(String name, String url, Set<WebhookEventType> events, WebhookForm form,
		boolean enabled) {

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 200;

	/**
	 * Create settings.
	 * @throws WebhookException if the name is too long or has control characters, there
	 * are no events, or the form has no name for one of them
	 */
	public WebhookSettings {
		if (name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
			throw new WebhookException(Reason.INVALID,
					"The name is longer than " + MAX_NAME_LENGTH + " characters, or has control characters");
		}
		if (events.isEmpty()) {
			throw new WebhookException(Reason.INVALID, "Choose at least one event");
		}
		for (WebhookEventType type : events) {
			if (!form.knows(type)) {
				throw new WebhookException(Reason.INVALID, "The form " + form + " has no event for " + type.id());
			}
		}
		events = Set.copyOf(EnumSet.copyOf(events));
	}

	/**
	 * Settings of a subscriber without a name, to be told from now on.
	 * @param url where it listens
	 * @param form what it understands
	 * @param first what it is told of
	 * @param more what else it is told of
	 * @return the settings
	 */
	public static WebhookSettings of(String url, WebhookForm form, WebhookEventType first, WebhookEventType... more) {
		return new WebhookSettings("", url, EnumSet.of(first, more), form, true);
	}

	/**
	 * The same settings with another switch.
	 * @param enabled whether the subscriber is told
	 * @return the settings
	 */
	public WebhookSettings withEnabled(boolean enabled) {
		return new WebhookSettings(this.name, this.url, this.events, this.form, enabled);
	}

}
