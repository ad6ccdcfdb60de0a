package dev.sendpost.audience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.EmailAddress;
import dev.sendpost.csv.CsvCell;
import dev.sendpost.csv.RefusedLine;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a file of contacts, and what its rows mean. A column without a meaning
 * of its own is a field of its name.
 */
final class ContactColumns {

	private static final String EMAIL = "email";

	private static final String NAME = "name";

	private static final String LOCALE = "locale";

	private static final String STATUS = "status";

	private static final String ID = "id";

	private static final String CREATED = "created";

	/** The columns of an export, before those of fields. */
	static final List<String> KNOWN = List.of(EMAIL, NAME, LOCALE, STATUS, ID, CREATED);

	private static final Map<String, String> ALIASES = Map.of("address", EMAIL, "emailaddress", EMAIL, "displayname",
			NAME, "fullname", NAME, "language", LOCALE);

	private final Map<String, Integer> columns;

	private final Map<String, Integer> fields;

	private final int count;

	private ContactColumns(Map<String, Integer> columns, Map<String, Integer> fields, int count) {
		this.columns = columns;
		this.fields = fields;
		this.count = count;
	}

	/**
	 * Columns without a header: the first is the address, and others have no meaning.
	 */
	static ContactColumns withoutHeader(int count) {
		return new ContactColumns(Map.of(EMAIL, 0), Map.of(), count);
	}

	/**
	 * Columns by their header.
	 * @throws IllegalArgumentException if the address is not among them, or one is there
	 * twice
	 * @throws AudienceException if a field cannot have such a name
	 */
	static ContactColumns of(List<String> header) {
		Map<String, Integer> columns = new HashMap<>();
		Map<String, Integer> fields = new LinkedHashMap<>();
		for (int i = 0; i < header.size(); i++) {
			String name = CsvCell.read(header.get(i).strip());
			String lower = name.toLowerCase(Locale.ROOT);
			String known = KNOWN.contains(lower) ? lower : ALIASES.get(lower.replaceAll("[ _-]", ""));
			Map<String, Integer> kind = (known != null) ? columns : fields;
			if (kind.putIfAbsent((known != null) ? known : name, i) != null) {
				throw new IllegalArgumentException("the column '" + Texts.printable(name) + "' is there twice");
			}
		}
		if (!columns.containsKey(EMAIL)) {
			throw new IllegalArgumentException("the header " + new RefusedLine(1, "", header.toString()).text()
					+ " has no column '" + EMAIL + "'; columns are separated by commas");
		}
		fields.forEach((name, index) -> Texts.requireName("the name of column " + (index + 1), name,
				ContactDetails.MAX_FIELD_NAME_LENGTH));
		return new ContactColumns(columns, fields, header.size());
	}

	/**
	 * Read a row.
	 * @throws RuntimeException whose message says what is wrong with it
	 */
	Row row(List<String> cells) {
		if (cells.size() != this.count) {
			throw new IllegalArgumentException("it has " + cells.size() + " fields instead of " + this.count);
		}
		String email = cell(cells, this.columns.get(EMAIL));
		if (email == null) {
			throw new IllegalArgumentException("it has no address");
		}
		EmailAddress address = EmailAddress.parse(email);
		String name = cell(cells, this.columns.get(NAME));
		if (name != null) {
			address = new EmailAddress(name, address.localPart(), address.domain());
		}
		Map<String, String> fields = new HashMap<>();
		this.fields.forEach((field, index) -> {
			String value = cell(cells, index);
			if (value != null) {
				fields.put(field, value);
			}
		});
		return new Row(new ContactDetails(address, locale(cell(cells, this.columns.get(LOCALE))), fields),
				status(cell(cells, this.columns.get(STATUS))));
	}

	private static @Nullable String cell(List<String> cells, @Nullable Integer index) {
		String text = (index != null) ? CsvCell.read(cells.get(index).strip()) : "";
		return text.isEmpty() ? null : text;
	}

	private static @Nullable Locale locale(@Nullable String text) {
		if (text == null) {
			return null;
		}
		Locale locale = Locale.forLanguageTag(text.replace('_', '-'));
		if (locale.getLanguage().isEmpty()) {
			throw new IllegalArgumentException("'" + Texts.printable(text) + "' is not a locale such as en or pt-BR");
		}
		return locale;
	}

	private static ContactStatus status(@Nullable String text) {
		if (text == null) {
			return ContactStatus.SUBSCRIBED;
		}
		for (ContactStatus status : ContactStatus.values()) {
			if (status.name().equalsIgnoreCase(text)) {
				return status;
			}
		}
		throw new IllegalArgumentException("'" + Texts.printable(text)
				+ "' is no status: subscribed, pending, unsubscribed, bounced, complained and suppressed are");
	}

	/**
	 * The cells of a contact, in the order of {@link #KNOWN} and then of fields.
	 */
	static List<String> cells(Contact contact, List<String> fields) {
		List<String> cells = new ArrayList<>(KNOWN.size() + fields.size());
		cells.add(CsvCell.write(contact.address().address()));
		cells.add(CsvCell.write(contact.address().name()));
		cells.add((contact.locale() != null) ? Objects.requireNonNull(contact.locale()).toLanguageTag() : "");
		cells.add(contact.status().name().toLowerCase(Locale.ROOT));
		cells.add(contact.id().toString());
		cells.add(contact.createdAt().toString());
		fields.forEach((field) -> cells.add(CsvCell.write(contact.fields().get(field))));
		return cells;
	}

	/**
	 * What a row means.
	 */
	record Row(ContactDetails details, ContactStatus status) {

	}

}
