package dev.sendpost.admin.page.webhook;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;

/**
 * What was typed about a subscriber, right or not.
 *
 * @param name what it is called
 * @param url where it listens
 * @param account the sub-account whose mail it hears of, or empty for that of all
 * @param form what it understands
 * @param events what it is told of
 * @param enabled whether it is told at all
 */
public record SubscriberForm(String name, String url, String account, String form, Set<String> events,
		boolean enabled) {

	static SubscriberForm empty() {
		return new SubscriberForm("", "", "", WebhookForm.STANDARD_WEBHOOKS.name(), Set
			.of(WebhookEventType.DELIVERED.name(), WebhookEventType.BOUNCED.name(), WebhookEventType.COMPLAINED.name()),
				true);
	}

	static SubscriberForm of(WebhookSettings settings) {
		return new SubscriberForm(settings.name(), settings.url(), "", settings.form().name(),
				settings.events().stream().map(Enum::name).collect(Collectors.toSet()), settings.enabled());
	}

	static SubscriberForm of(AdminRequest request) {
		return new SubscriberForm(request.field("name").orElse(""), request.field("url").orElse(""),
				request.field("account").orElse(""), request.field("form").orElse(""),
				new LinkedHashSet<>(request.fields("event")), request.isTicked("enabled"));
	}

	/**
	 * What the form changes, written in one way.
	 */
	List<Object> state() {
		return List.of(this.name, this.url, this.form, new TreeSet<>(this.events), this.enabled);
	}

	WebhookSettings settings() {
		if (this.url.isEmpty()) {
			throw AdminProblem.refused("Where does it listen? Give a URL such as https://shop.example/hooks/mail.");
		}
		Set<WebhookEventType> types = EnumSet.noneOf(WebhookEventType.class);
		this.events.forEach((event) -> types.add(constant(WebhookEventType.class, event)));
		return new WebhookSettings(this.name, this.url, types, constant(WebhookForm.class, this.form), this.enabled);
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name) {
		try {
			return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.refused("Choose one of the forms and events that are listed.");
		}
	}

}
