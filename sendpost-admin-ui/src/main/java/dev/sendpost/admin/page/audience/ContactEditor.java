package dev.sendpost.admin.page.audience;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.MailGatewayException;
import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.audience.Mistakes.FieldMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import org.jspecify.annotations.Nullable;

/**
 * Adds contacts, and changes what is known of them.
 */
final class ContactEditor implements ContactsPage.Screen {

	private static final String EDIT = "/contacts/{account}/contacts/{id}/edit";

	private static final String NEW = "/contacts/{account}/new";

	/** For how many more fields a form has room. */
	private static final int EMPTY_FIELDS = 3;

	private final Audiences audiences;

	private final Tenants tenants;

	ContactEditor(Audiences audiences, Tenants tenants) {
		this.audiences = audiences;
		this.tenants = tenants;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(NEW, Mistakes.shown(this::begin))
			.change(NEW, "add a contact", this::create)
			.get(EDIT, Mistakes.shown(this::edit))
			.change(EDIT, "change a contact", this::update);
	}

	private AdminAnswer begin(AdminRequest request) {
		String account = this.tenants.of(request);
		return AdminAnswer.view("contact-form", model(request, Map.of("list", request.field("list").orElse("")),
				List.of(), NEW.replace("{account}", account), null));
	}

	private AdminAnswer edit(AdminRequest request) {
		String account = this.tenants.of(request);
		Contact contact = contact(request, account);
		Map<String, String> form = new LinkedHashMap<>();
		form.put("address", contact.address().address());
		form.put("name", (contact.address().name() != null) ? contact.address().name() : "");
		form.put("locale", (contact.locale() != null) ? contact.locale().toLanguageTag() : "");
		List<Field> fields = new TreeMap<>(contact.fields()).entrySet()
			.stream()
			.map((field) -> new Field(field.getKey(), field.getValue()))
			.toList();
		return AdminAnswer.view("contact-form",
				model(request, form, fields, path(account, contact) + "/edit", contact));
	}

	/**
	 * What the form changes.
	 */
	private static List<Object> state(ContactDetails details) {
		return List.of(String.valueOf(details.address().name()), String.valueOf(details.locale()),
				new TreeMap<>(details.fields()));
	}

	private String path(String account, Contact contact) {
		return this.tenants.home(account) + "/contacts/" + contact.id();
	}

	private Contact contact(AdminRequest request, String account) {
		return this.audiences.forSubAccount(account)
			.contacts()
			.find(request.id("id", "contact"))
			.orElseThrow(() -> AdminProblem.notFound("contact"));
	}

	private Map<String, Object> model(AdminRequest request, Map<String, String> form, List<Field> fields, String action,
			@Nullable Contact contact) {
		String account = this.tenants.of(request);
		List<Field> rows = new ArrayList<>(fields);
		for (int i = 0; i < EMPTY_FIELDS; i++) {
			rows.add(new Field("", ""));
		}
		Map<String, Object> model = this.tenants.model(account);
		model.put("form", form);
		model.put("fields", rows);
		model.put("action", action);
		model.put("back", (contact != null) ? path(account, contact) : this.tenants.home(account));
		model.put("known", contact != null);
		if (contact != null) {
			model.put("edition", Edition.shown(request, state(contact.details())));
		}
		model.put("lists", this.audiences.forSubAccount(account).lists().all());
		return model;
	}

	private AdminAnswer create(AdminRequest request) {
		String account = this.tenants.of(request);
		Map<String, String> form = form(request);
		List<Field> fields = fields(request);
		request.concerns(form.getOrDefault("address", ""));
		Audience audience = this.audiences.forSubAccount(account);
		try {
			ContactDetails details = details(ContactDetails.of(address(form)), form, fields);
			String name = form.getOrDefault("list", "");
			ContactList list = name.isEmpty() ? null
					: audience.lists().find(ContactListing.id(name)).orElseThrow(() -> AdminProblem.notFound("list"));
			Contact contact = audience.contacts().create(details);
			return AdminAnswer.redirect(path(account, contact),
					"The contact was added." + ((list != null) ? put(audience, list, contact) : ""));
		}
		catch (RuntimeException ex) {
			return mistaken(ex, model(request, form, fields, NEW.replace("{account}", account), null));
		}
	}

	/**
	 * Put a contact on a list. That its mail is refused does not undo that it was added.
	 */
	private static String put(Audience audience, ContactList list, Contact contact) {
		try {
			audience.lists().add(list.id(), List.of(contact.id()));
			return "";
		}
		catch (AudienceException | MailGatewayException ex) {
			return " It was not put on '" + list.name() + "': " + Mistakes.text(ex);
		}
	}

	private AdminAnswer update(AdminRequest request) {
		String account = this.tenants.of(request);
		Contact contact = contact(request, account);
		request.concerns(contact.address().address());
		Map<String, String> form = form(request);
		form.put("address", contact.address().address());
		List<Field> fields = fields(request);
		UUID id = contact.id();
		try {
			this.audiences.forSubAccount(account).contacts().update(id, (before) -> {
				ContactDetails after = details(new ContactDetails(before.address(), null, Map.of()), form, fields);
				Edition.require(request, state(before), state(after));
				return after;
			});
			return AdminAnswer.redirect(path(account, contact), "The contact was changed.");
		}
		catch (RuntimeException ex) {
			return mistaken(ex, model(request, form, fields, path(account, contact) + "/edit", contact));
		}
	}

	private static AdminAnswer mistaken(RuntimeException ex, Map<String, Object> model) {
		String text = Mistakes.text(ex);
		if (ex instanceof FieldMistake mistake) {
			model.put("wrong", mistake.field());
		}
		return AdminAnswer.mistaken("contact-form", model, text);
	}

	private static Map<String, String> form(AdminRequest request) {
		Map<String, String> form = new LinkedHashMap<>();
		for (String name : List.of("address", "name", "locale", "list")) {
			form.put(name, request.field(name).orElse(""));
		}
		return form;
	}

	private static List<Field> fields(AdminRequest request) {
		List<String> names = request.fields("fieldName");
		List<String> values = request.fields("fieldValue");
		List<Field> fields = new ArrayList<>();
		for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
			Field field = new Field(names.get(i).strip(), values.get(i).strip().replace("\r\n", "\n"));
			if (!field.name().isEmpty() || !field.value().isEmpty()) {
				fields.add(field);
			}
		}
		return fields;
	}

	private static EmailAddress address(Map<String, String> form) {
		try {
			return EmailAddress.parse(form.getOrDefault("address", ""));
		}
		catch (RuntimeException ex) {
			throw new FieldMistake("address", Mistakes.text(ex));
		}
	}

	private static ContactDetails details(ContactDetails known, Map<String, String> form, List<Field> fields) {
		ContactDetails details = known;
		String name = form.getOrDefault("name", "");
		try {
			if (!name.isEmpty() || details.address().name() != null) {
				details = details.name(name.isEmpty() ? null : name);
			}
		}
		catch (RuntimeException ex) {
			throw new FieldMistake("name", Mistakes.text(ex));
		}
		String locale = form.getOrDefault("locale", "");
		if (!locale.isEmpty()) {
			Locale language = Locale.forLanguageTag(locale.replace('_', '-'));
			if (language.getLanguage().isEmpty()) {
				throw new FieldMistake("locale", "'" + locale + "' is not a language such as en or pt-BR.");
			}
			details = details.locale(language);
		}
		for (Field field : fields) {
			if (field.name().isEmpty()) {
				throw new FieldMistake("fields", "The value '" + field.value() + "' has no name.");
			}
			if (details.fields().containsKey(field.name())) {
				throw new FieldMistake("fields", "The field '" + field.name() + "' is there twice.");
			}
			details = details.field(field.name(), field.value());
		}
		return details;
	}

	/**
	 * A field of a contact in a form.
	 *
	 * @param name its name
	 * @param value its value
	 */
	public record Field(String name, String value) {

		/**
		 * Whether the value needs more than one line.
		 * @return whether it does
		 */
		public boolean isLong() {
			return this.value.indexOf('\n') >= 0;
		}

	}

}
