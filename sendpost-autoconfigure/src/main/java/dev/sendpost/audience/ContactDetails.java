package dev.sendpost.audience;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.audience.AudienceException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a contact.
 *
 * @param address where it gets its mail, with the name if that is known
 * @param locale what language it reads, or {@code null} if that is not known
 * @param fields what else is known, at most {@value #MAX_FIELDS} names of up to
 * {@value #MAX_FIELD_NAME_LENGTH} characters, with values of up to
 * {@value #MAX_FIELD_LENGTH} and {@value #MAX_FIELDS_LENGTH} together
 */
public record ContactDetails(EmailAddress address, @Nullable Locale locale, Map<String, String> fields) {

	/** How many fields a contact has at most. */
	public static final int MAX_FIELDS = 50;

	/** How many characters the name of a field has at most. */
	public static final int MAX_FIELD_NAME_LENGTH = 100;

	/** How many characters a field has at most. */
	public static final int MAX_FIELD_LENGTH = 1000;

	/** How many characters all fields have at most, with their names. */
	public static final int MAX_FIELDS_LENGTH = 10_000;

	private static final int MAX_LOCALE_LENGTH = 35;

	/**
	 * Create details.
	 * @throws AudienceException if the locale is not one of a language, or a field or all
	 * fields are beyond the limits
	 */
	public ContactDetails {
		if (locale != null && (locale.getLanguage().isEmpty() || locale.toLanguageTag().length() > MAX_LOCALE_LENGTH)) {
			throw new AudienceException(Reason.INVALID,
					"'" + Texts.printable(locale.toLanguageTag()) + "' is not a locale such as en or pt-BR");
		}
		fields = Map.copyOf(fields);
		if (fields.size() > MAX_FIELDS) {
			throw new AudienceException(Reason.INVALID,
					"a contact has " + fields.size() + " fields; " + MAX_FIELDS + " are allowed");
		}
		int length = 0;
		for (Map.Entry<String, String> field : fields.entrySet()) {
			Texts.requireName("the name of a field", field.getKey(), MAX_FIELD_NAME_LENGTH);
			Texts.requireText("the field '" + field.getKey() + "'", field.getValue(), MAX_FIELD_LENGTH);
			length += field.getKey().length() + field.getValue().length();
		}
		if (length > MAX_FIELDS_LENGTH) {
			throw new AudienceException(Reason.INVALID,
					"the fields of a contact have " + length + " characters; " + MAX_FIELDS_LENGTH + " are allowed");
		}
	}

	/**
	 * A contact of which the address is known, and perhaps the name.
	 * @param address the address as {@link EmailAddress#parse(String)} reads it
	 * @return the details
	 * @throws InvalidEmailException if it is not an address
	 */
	public static ContactDetails of(String address) {
		return of(EmailAddress.parse(address));
	}

	/**
	 * A contact of which the address is known, and perhaps the name.
	 * @param address the address
	 * @return the details
	 */
	public static ContactDetails of(EmailAddress address) {
		return new ContactDetails(address, null, Map.of());
	}

	/**
	 * The same contact with a name.
	 * @param name the name, or {@code null} for none
	 * @return the details
	 * @throws InvalidEmailException if it cannot be a name
	 */
	public ContactDetails name(@Nullable String name) {
		return new ContactDetails(new EmailAddress(name, this.address.localPart(), this.address.domain()), this.locale,
				this.fields);
	}

	/**
	 * The same contact with a locale.
	 * @param locale what language it reads, or {@code null} if that is not known
	 * @return the details
	 * @throws AudienceException if the locale is not one of a language
	 */
	public ContactDetails locale(@Nullable Locale locale) {
		return new ContactDetails(this.address, locale, this.fields);
	}

	/**
	 * The same contact with a field.
	 * @param name the name of the field
	 * @param value its value, or {@code null} to take the field away
	 * @return the details
	 * @throws AudienceException if the fields are beyond the limits
	 */
	public ContactDetails field(String name, @Nullable String value) {
		Map<String, String> fields = new LinkedHashMap<>(this.fields);
		if (value != null) {
			fields.put(name, value);
		}
		else {
			fields.remove(name);
		}
		return new ContactDetails(this.address, this.locale, fields);
	}

	/**
	 * These details with what newer ones say of the same mailbox: what those do not say
	 * stays, and so does the way the address is written.
	 */
	ContactDetails with(ContactDetails newer) {
		EmailAddress address = this.address;
		if (newer.address.name() != null) {
			address = new EmailAddress(newer.address.name(), address.localPart(), address.domain());
		}
		Map<String, String> fields = new TreeMap<>(this.fields);
		fields.putAll(newer.fields);
		return new ContactDetails(address, (newer.locale != null) ? newer.locale : this.locale, fields);
	}

	/**
	 * Nothing of who it is.
	 */
	@Override
	public String toString() {
		return "ContactDetails[locale=" + this.locale + ", fields=" + this.fields.size() + "]";
	}

}
