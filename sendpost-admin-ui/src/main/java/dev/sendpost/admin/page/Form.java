package dev.sendpost.admin.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.subaccount.AccountManagementException;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed into a form, which is shown again if it cannot be taken. Templates
 * find it as {@code filled}, and as {@code wrong} the name of the field that a mistake is
 * in.
 */
public final class Form {

	private final Map<String, String> filled;

	private Form(Map<String, String> filled) {
		this.filled = filled;
	}

	/**
	 * A form as it is shown first.
	 * @param filled what stands in its fields
	 * @return the form
	 */
	public static Form showing(Map<String, String> filled) {
		return new Form(new LinkedHashMap<>(filled));
	}

	/**
	 * A form as it was filled in.
	 * @param request the request that brought it
	 * @param fields the names of its fields
	 * @return the form
	 */
	public static Form of(AdminRequest request, Collection<String> fields) {
		Map<String, String> filled = new LinkedHashMap<>();
		fields.forEach((name) -> filled.put(name, request.field(name).orElse("")));
		return new Form(filled);
	}

	/**
	 * What stands in a field.
	 * @param field its name
	 * @return the text, or nothing if it is empty
	 */
	public Optional<String> text(String field) {
		return Optional.ofNullable(this.filled.get(field)).filter((text) -> !text.isEmpty());
	}

	/**
	 * What stands in a field that must not be empty.
	 * @param field its name
	 * @param message what to say if it is empty
	 * @return the text
	 */
	public String required(String field, String message) {
		return text(field).orElseThrow(() -> new FormMistake(field, message));
	}

	/**
	 * Read a field.
	 * @param <T> what is read from it
	 * @param field its name
	 * @param reader reads its text; what it throws becomes a mistake in the field
	 * @return what was read, or {@code null} if it is empty
	 */
	public <T> @Nullable T read(String field, Function<String, T> reader) {
		return text(field).map((text) -> taken(field, () -> reader.apply(text))).orElse(null);
	}

	/**
	 * Find out what a field says.
	 * @param <T> what that is
	 * @param field its name
	 * @param value finds it out; what it throws becomes a mistake in the field
	 * @return what it says
	 */
	public <T> T taken(String field, Supplier<T> value) {
		try {
			return value.get();
		}
		catch (FormMistake ex) {
			throw ex;
		}
		catch (InvalidEmailException ex) {
			throw new FormMistake(field, sentence(ex.getReason()));
		}
		catch (AccountManagementException | IllegalArgumentException ex) {
			throw new FormMistake(field, sentence(ex.getMessage()));
		}
	}

	/**
	 * When a day begins.
	 * @param field the name of the field
	 * @return the beginning of the day in the {@link #zone()}, or {@code null} if the
	 * field is empty
	 */
	public @Nullable Instant day(String field) {
		return day(field, 0);
	}

	/**
	 * When a day is over.
	 * @param field the name of the field
	 * @return the end of the day in the {@link #zone()}, or {@code null} if the field is
	 * empty
	 */
	public @Nullable Instant endOfDay(String field) {
		return day(field, 1);
	}

	private @Nullable Instant day(String field, int daysLater) {
		return read(field, (text) -> {
			try {
				return zone().day(text, daysLater);
			}
			catch (DateTimeException ex) {
				throw new FormMistake(field, "A day is written as 2026-01-31.");
			}
		});
	}

	/**
	 * The zone of days.
	 * @return the zone that the form names, or UTC
	 */
	public ReaderZone zone() {
		return ReaderZone.of(text(ReaderZone.FIELD).orElse("UTC"));
	}

	/**
	 * One of the values of an enumeration.
	 * @param <E> the enumeration
	 * @param field the name of the field
	 * @param type the enumeration
	 * @return the value, or {@code null} if it is empty
	 */
	public <E extends Enum<E>> @Nullable E choice(String field, Class<E> type) {
		return read(field, (text) -> {
			try {
				return Enum.valueOf(type, text);
			}
			catch (IllegalArgumentException ex) {
				throw new FormMistake(field, "Choose one of those that there are.");
			}
		});
	}

	/**
	 * Show the form.
	 * @param template the name of the template
	 * @param model what it shows besides
	 * @return the answer
	 */
	public AdminAnswer view(String template, Map<String, ?> model) {
		return AdminAnswer.view(template, shown(model));
	}

	/**
	 * Take the form, or show it again with what is wrong.
	 * @param template the name of the template
	 * @param model what it shows besides
	 * @param action takes it
	 * @return the answer
	 */
	public AdminAnswer submit(String template, Map<String, ?> model, Supplier<AdminAnswer> action) {
		try {
			return action.get();
		}
		catch (FormMistake ex) {
			return mistaken(template, model, ex.field(), String.valueOf(ex.getMessage()));
		}
		catch (InvalidEmailException ex) {
			return mistaken(template, model, null, sentence(ex.getReason()));
		}
		catch (AccountManagementException | StoreRequiredException | EncryptionKeyRequiredException ex) {
			return mistaken(template, model, null, sentence(ex.getMessage()));
		}
	}

	private AdminAnswer mistaken(String template, Map<String, ?> model, @Nullable String field, String message) {
		Map<String, Object> shown = shown(model);
		if (field != null) {
			shown.put("wrong", field);
		}
		return AdminAnswer.mistaken(template, shown, message);
	}

	private Map<String, Object> shown(Map<String, ?> model) {
		Map<String, Object> shown = new LinkedHashMap<>(model);
		shown.put("filled", this.filled);
		return shown;
	}

	/**
	 * Make a sentence of what an exception says.
	 * @param message its message
	 * @return the sentence
	 */
	public static String sentence(@Nullable String message) {
		if (message == null || message.isEmpty()) {
			return "That is not possible.";
		}
		String begun = Character.toUpperCase(message.charAt(0)) + message.substring(1);
		return begun.endsWith(".") ? begun : begun + ".";
	}

}
