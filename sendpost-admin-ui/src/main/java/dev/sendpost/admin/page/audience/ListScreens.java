package dev.sendpost.admin.page.audience;

import java.util.List;
import java.util.Map;

import dev.sendpost.MailGatewayException;
import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.audience.UpsertResult;
import org.jspecify.annotations.Nullable;

/**
 * Keeps lists, and shows who is on them.
 */
final class ListScreens implements ContactsPage.Screen {

	private static final String LISTS = "/contacts/{account}/lists";

	/** How many members are counted for a page. */
	private static final int MAX_COUNTED = 10_000;

	private final Audiences audiences;

	private final boolean csv;

	private final Tenants tenants;

	ListScreens(Audiences audiences, boolean csv, Tenants tenants) {
		this.audiences = audiences;
		this.csv = csv;
		this.tenants = tenants;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(LISTS, Mistakes.shown(this::all))
			.get(LISTS + "/new",
					(request) -> AdminAnswer.view("contact-list-form",
							form(request, this.tenants.of(request), new ListForm("", "", false), "/new", "")))
			.change(LISTS + "/new", "make a list", this::create)
			.get(LISTS + "/{id}", Mistakes.shown(this::show))
			.get(LISTS + "/{id}/edit", Mistakes.shown(this::edit))
			.change(LISTS + "/{id}/edit", "change a list", this::update)
			.change(LISTS + "/{id}/add", "add a contact to a list", this::add)
			.confirmed(LISTS + "/{id}/remove", "remove a list", Mistakes.asked(this::askRemove),
					Mistakes.shown(this::remove));
	}

	private Audience audience(AdminRequest request) {
		return this.audiences.forSubAccount(this.tenants.of(request));
	}

	private ContactList list(AdminRequest request) {
		ContactList list = audience(request).lists()
			.find(request.id("id", "list"))
			.orElseThrow(() -> AdminProblem.notFound("list"));
		request.concerns("list " + list.name());
		return list;
	}

	private String path(AdminRequest request) {
		return this.tenants.home(this.tenants.of(request)) + "/lists";
	}

	private AdminAnswer all(AdminRequest request) {
		Map<String, Object> model = this.tenants.model(this.tenants.of(request));
		model.put("csv", this.csv);
		model.put("lists", audience(request).lists().all());
		return AdminAnswer.view("contact-lists", model);
	}

	private AdminAnswer show(AdminRequest request) {
		return AdminAnswer.view("contact-list", model(request, ""));
	}

	private Map<String, Object> model(AdminRequest request, String address) {
		ContactList list = list(request);
		Audience audience = audience(request);
		Map<String, Object> model = this.tenants.model(audience.subAccount());
		model.put("csv", this.csv);
		model.put("list", list);
		model.put("path", path(request) + "/" + list.id());
		model.put("topics", audience.topics().all());
		model.put("newAddress", address);
		int members = audience.lists().countMembers(list.id(), null, MAX_COUNTED);
		model.put("members", members);
		model.put("moreMembers", members == MAX_COUNTED);
		ContactListing.find(request, audience, list.id(), model);
		return model;
	}

	private AdminAnswer changeForm(AdminRequest request, ContactList list, ListForm form, @Nullable String mistake) {
		String path = "/" + list.id();
		Map<String, Object> model = form(request, this.tenants.of(request), form, path + "/edit", path);
		model.put("edition", Edition.shown(request, ListForm.of(list.details())));
		return (mistake != null) ? AdminAnswer.mistaken("contact-list-form", model, mistake)
				: AdminAnswer.view("contact-list-form", model);
	}

	private Map<String, Object> form(AdminRequest request, String account, ListForm form, String action, String back) {
		Map<String, Object> model = this.tenants.model(account);
		model.put("form", form);
		model.put("action", path(request) + action);
		model.put("back", path(request) + back);
		model.put("known", !back.isEmpty());
		model.put("title", back.isEmpty() ? "New list" : "Change list");
		return model;
	}

	private AdminAnswer create(AdminRequest request) {
		String account = this.tenants.of(request);
		ListForm form = ListForm.of(request);
		request.concerns("list " + form.name());
		try {
			ContactList list = this.audiences.forSubAccount(account).lists().create(form.details());
			return AdminAnswer.redirect(path(request) + "/" + list.id(), "The list was made.");
		}
		catch (AudienceException ex) {
			return AdminAnswer.mistaken("contact-list-form", form(request, account, form, "/new", ""),
					Mistakes.text(ex));
		}
	}

	private AdminAnswer edit(AdminRequest request) {
		ContactList list = list(request);
		return changeForm(request, list, ListForm.of(list.details()), null);
	}

	private AdminAnswer update(AdminRequest request) {
		ContactList list = list(request);
		ListForm form = ListForm.of(request);
		try {
			audience(request).lists().update(list.id(), (before) -> {
				Edition.require(request, ListForm.of(before), form);
				return form.details();
			});
			return AdminAnswer.redirect(path(request) + "/" + list.id(), "The list was changed.");
		}
		catch (AudienceException | FormMistake ex) {
			return changeForm(request, list, form, Mistakes.text(ex));
		}
	}

	private AdminAnswer add(AdminRequest request) {
		ContactList list = list(request);
		String address = request.field("newAddress").orElse("");
		request.concerns(address + " to list " + list.name());
		try {
			UpsertResult result = audience(request).contacts().upsert(List.of(ContactDetails.of(address)), list.id());
			return AdminAnswer.redirect(path(request) + "/" + list.id(),
					((result.added() > 0) ? "A contact was added and put on the list."
							: "The contact is on the list, or stays off it because it has left it.")
							+ (list.details().doubleOptIn() ? " It is asked to confirm that." : ""));
		}
		catch (AudienceException | MailGatewayException ex) {
			return AdminAnswer.mistaken("contact-list", model(request, address), Mistakes.text(ex));
		}
	}

	private Confirmation askRemove(AdminRequest request) {
		ContactList list = list(request);
		int members = audience(request).lists().countMembers(list.id(), null, MAX_COUNTED);
		return new Confirmation("Remove the list '" + list.name() + "'?", "It has "
				+ ((members == MAX_COUNTED) ? "at least " : "") + Words.count(members, "member")
				+ ", who stay contacts; that they were on it, confirmed that or left it is forgotten. Campaigns to"
				+ " this list cannot be sent any more, and one that is under way pauses. This cannot be undone.",
				"Remove list", path(request) + "/" + list.id());
	}

	private AdminAnswer remove(AdminRequest request) {
		ContactList list = list(request);
		audience(request).lists().remove(list.id());
		return AdminAnswer.redirect(path(request), "The list '" + list.name() + "' was removed.");
	}

	/**
	 * What somebody wrote into the form of a list.
	 *
	 * @param name its name
	 * @param description what it is for
	 * @param doubleOptIn whether contacts must confirm
	 */
	public record ListForm(String name, String description, boolean doubleOptIn) {

		static ListForm of(AdminRequest request) {
			return new ListForm(request.field("name").orElse(""),
					request.field("description").orElse("").replace("\r\n", "\n"), request.isTicked("doubleOptIn"));
		}

		static ListForm of(ListDetails details) {
			return new ListForm(details.name(), details.description(), details.doubleOptIn());
		}

		ListDetails details() {
			return new ListDetails(this.name, this.description, this.doubleOptIn);
		}

	}

}
