package dev.sendpost.admin.page.subaccount;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.sendpost.EmailAddress;
import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is set about a sub-account, as the fields of a form.
 */
final class SubAccountForm {

	static final List<String> FIELDS = List.of("name", "displayName", "labels", "from", "route", "naming", "keyRoutes",
			"requestsPerMinute", "messagesPerHour", "messagesPerDay", "maxRecipients", "maxMessageSize");

	/** Whether keys may name any route, or some. */
	static final Map<String, String> NAMING = naming();

	private static final String SOME = "some";

	private SubAccountForm() {
	}

	private static Map<String, String> naming() {
		Map<String, String> naming = new LinkedHashMap<>();
		naming.put("", "any that there is");
		naming.put(SOME, "its own, and these");
		return naming;
	}

	static Form of(String name, SubAccountSettings settings) {
		Map<String, String> filled = state(settings);
		filled.put("name", name);
		return Form.showing(filled);
	}

	/**
	 * What the form would show.
	 */
	static Map<String, String> state(SubAccountSettings settings) {
		Map<String, String> filled = new LinkedHashMap<>();
		FIELDS.forEach((field) -> filled.put(field, ""));
		put(filled, "displayName", settings.displayName());
		filled.put("labels", String.join("\n", settings.labels()));
		put(filled, "from", settings.from());
		put(filled, "route", settings.route());
		List<String> keyRoutes = settings.keyRoutes();
		if (keyRoutes != null) {
			filled.put("naming", SOME);
			filled.put("keyRoutes", String.join("\n", keyRoutes));
		}
		SubAccountLimits limits = settings.limits();
		if (limits != null) {
			put(filled, "requestsPerMinute", limits.requestsPerMinute());
			put(filled, "messagesPerHour", limits.messagesPerHour());
			put(filled, "messagesPerDay", limits.messagesPerDay());
			put(filled, "maxRecipients", limits.maxRecipients());
			put(filled, "maxMessageSize", limits.maxMessageSize());
		}
		return filled;
	}

	private static void put(Map<String, String> filled, String field, @Nullable Object value) {
		if (value != null) {
			filled.put(field, value.toString());
		}
	}

	static SubAccountSettings settings(Form form) {
		SubAccountLimits limits = new SubAccountLimits(number(form, "requestsPerMinute", Long::valueOf),
				number(form, "messagesPerHour", Long::valueOf), number(form, "messagesPerDay", Long::valueOf),
				number(form, "maxRecipients", Integer::valueOf), number(form, "maxMessageSize", Long::valueOf));
		SubAccountSettings settings = SubAccountSettings.NONE;
		settings = with(form, "displayName", settings::displayName, form.text("displayName"));
		settings = with(form, "labels", settings::labels, Optional.of(lines(form, "labels")));
		settings = settings.from(form.read("from", EmailAddress::parse));
		settings = with(form, "route", settings::route, form.text("route"));
		boolean some = form.text("naming").filter(SOME::equals).isPresent();
		List<String> keyRoutes = lines(form, "keyRoutes");
		if (!some && !keyRoutes.isEmpty()) {
			throw new FormMistake("naming", "Routes are named below: choose that keys may name those, or remove them.");
		}
		settings = with(form, "keyRoutes", settings::keyRoutes, some ? Optional.of(keyRoutes) : Optional.empty());
		return settings.limits(limits.equals(SubAccountLimits.NONE) ? null : limits);
	}

	private static <T> SubAccountSettings with(Form form, String field,
			Function<@Nullable T, SubAccountSettings> setter, Optional<T> value) {
		return form.taken(field, () -> setter.apply(value.orElse(null)));
	}

	private static List<String> lines(Form form, String field) {
		return form.text(field)
			.map((text) -> text.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList())
			.orElse(List.of());
	}

	private static <T extends Number> @Nullable T number(Form form, String field, Function<String, T> reader) {
		return form.read(field, (text) -> {
			try {
				T number = reader.apply(text);
				if (number.longValue() > 0) {
					return number;
				}
			}
			catch (NumberFormatException ex) {
				// Told below.
			}
			throw new FormMistake(field, "A limit is a whole number from 1. Leave it empty for none.");
		});
	}

}
