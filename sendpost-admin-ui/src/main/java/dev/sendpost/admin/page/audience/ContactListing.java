package dev.sendpost.admin.page.audience;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.MailGatewayException;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactCsv;
import dev.sendpost.audience.ContactPage;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.audience.ContactStatus;
import org.jspecify.annotations.Nullable;

/**
 * Finds contacts, and writes them to a file.
 */
final class ContactListing implements ContactsPage.Screen {

	private static final int PAGE_SIZE = 50;

	/** How many contacts are looked at for a page of a status. */
	private static final int EXAMINED = 4000;

	private static final String CSV = "text/csv;charset=UTF-8";

	private final Audiences audiences;

	private final @Nullable ContactCsv csv;

	private final Tenants tenants;

	ContactListing(Audiences audiences, @Nullable ContactCsv csv, Tenants tenants) {
		this.audiences = audiences;
		this.csv = csv;
		this.tenants = tenants;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("/contacts", Mistakes.shown((request) -> list(request, this.tenants.chosen(request))))
			.get("/contacts/{account}", Mistakes.shown((request) -> list(request, this.tenants.of(request))));
		if (this.csv != null) {
			routes.get("/contacts/{account}/export", Mistakes.shown((request) -> export(request, this.csv)));
		}
	}

	private AdminAnswer list(AdminRequest request, String account) {
		Audience audience = this.audiences.forSubAccount(account);
		Map<String, Object> model = this.tenants.model(account);
		model.put("csv", this.csv != null);
		model.put("lists", audience.lists().all());
		model.put("topics", audience.topics().all());
		find(request, audience, null, model);
		return AdminAnswer.view("contacts", model);
	}

	/**
	 * Put what the request asks for into a model: the contacts, and what follows them.
	 * @param list the list that is shown, or {@code null} for the one that is asked for
	 */
	static void find(AdminRequest request, Audience audience, @Nullable UUID list, Map<String, Object> model) {
		Map<String, String> filters = Map.of("address", request.field("address").orElse(""), "list",
				request.field("list").orElse(""), "status", request.field("status").orElse(""), "topic",
				request.field("topic").orElse(""));
		model.put("filters", filters);
		model.put("filtered", filters.values().stream().anyMatch((value) -> !value.isEmpty()));
		model.put("statuses", ContactStatus.values());
		try {
			ContactPage page = find(request, audience, (list != null) ? search(request).list(list) : search(request));
			model.put("contacts", page.contacts());
			UUID next = page.next();
			if (next != null) {
				model.put("next", next);
			}
		}
		catch (AudienceException | MailGatewayException ex) {
			model.put("contacts", List.of());
			model.put("mistake", Mistakes.text(ex));
		}
	}

	private static ContactPage find(AdminRequest request, Audience audience, ContactSearch search) {
		Optional<String> address = request.field("address");
		if (address.isEmpty()) {
			return audience.contacts().search(search.after(request.after()).size(PAGE_SIZE).examining(EXAMINED));
		}
		Optional<Contact> found = audience.contacts()
			.find(EmailAddress.parse(address.get()))
			.filter((contact) -> isAmong(audience, contact, search));
		return new ContactPage(found.stream().toList(), null);
	}

	private static boolean isAmong(Audience audience, Contact contact, ContactSearch search) {
		return (search.list() == null || audience.lists().membership(search.list(), contact.id()).isPresent())
				&& (search.status() == null || contact.status() == search.status())
				&& (search.topic() == null || receives(audience, contact, search.topic()));
	}

	private static boolean receives(Audience audience, Contact contact, String topic) {
		Boolean chosen = audience.topics().choices(contact.id()).get(topic);
		return (chosen != null) ? chosen
				: audience.topics().find(topic).filter((known) -> known.receivedByDefault()).isPresent();
	}

	private static ContactSearch search(AdminRequest request) {
		return ContactSearch.all()
			.list(request.field("list").map(ContactListing::id).orElse(null))
			.status(request.field("status").map(ContactListing::status).orElse(null))
			.topic(request.field("topic").orElse(null));
	}

	static UUID id(String text) {
		try {
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.notFound("list");
		}
	}

	private static ContactStatus status(String name) {
		for (ContactStatus status : ContactStatus.values()) {
			if (status.name().equalsIgnoreCase(name)) {
				return status;
			}
		}
		throw AdminProblem.refused("There is no such status.");
	}

	private AdminAnswer export(AdminRequest request, ContactCsv csv) {
		String account = this.tenants.of(request);
		Audience audience = this.audiences.forSubAccount(account);
		if (request.field("address").isPresent()) {
			throw AdminProblem.refused(
					"A file has all contacts in the list, status and topic that are chosen. Empty the address to get it.");
		}
		ContactSearch search = search(request);
		List<String> fields = csv.fields(audience, search);
		return new AdminAnswer.Download("contacts-" + account + ".csv", CSV,
				(out) -> csv.exportTo(audience, out, search, fields, null, (id) -> {
				}));
	}

}
