package dev.sendpost.api.sendry;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sendpost.EmailAddress;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.audience.ContactDetails;
import org.jspecify.annotations.Nullable;

/**
 * A contact as clients hand it over. What is not said stays as it is.
 *
 * @param email the address
 * @param firstName the given name; empty for none
 * @param lastName the family name; empty for none
 * @param metadata what else is known; {@code null} for what is not any more
 * @param unsubscribed whether it wants no broadcast mail
 * @param audienceId the id of the audience to add it to
 */
record ContactBody(@Nullable String email, @Nullable String firstName, @Nullable String lastName,
		@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> metadata,
		@Nullable Boolean unsubscribed, @Nullable UUID audienceId) {

	static final String FIRST_NAME = "first_name";

	static final String LAST_NAME = "last_name";

	EmailAddress address() {
		if (this.email == null) {
			throw ApiProblem.invalid("email", "is missing");
		}
		return EmailAddress.parse(this.email);
	}

	/**
	 * What is known of a contact once this is known.
	 */
	ContactDetails applyTo(ContactDetails details) {
		ContactDetails changed = details;
		if (this.metadata != null) {
			for (Map.Entry<String, @Nullable Object> entry : this.metadata.entrySet()) {
				changed = changed.field(entry.getKey(), text(entry.getKey(), entry.getValue()));
			}
		}
		if (this.firstName != null) {
			changed = changed.field(FIRST_NAME, this.firstName.isBlank() ? null : this.firstName);
		}
		if (this.lastName != null) {
			changed = changed.field(LAST_NAME, this.lastName.isBlank() ? null : this.lastName);
		}
		if (this.firstName == null && this.lastName == null) {
			return changed;
		}
		String name = Stream.of(changed.fields().get(FIRST_NAME), changed.fields().get(LAST_NAME))
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" "));
		return changed.name(name.isEmpty() ? null : name);
	}

	private static @Nullable String text(String name, @Nullable Object value) {
		if (name.equals(FIRST_NAME) || name.equals(LAST_NAME)) {
			throw ApiProblem.invalid("metadata." + name, "has a field of its own");
		}
		if (value instanceof Map || value instanceof Iterable) {
			throw ApiProblem.invalid("metadata." + name, "must be a string, a number, true or false, or null");
		}
		return (value != null) ? value.toString() : null;
	}

}
