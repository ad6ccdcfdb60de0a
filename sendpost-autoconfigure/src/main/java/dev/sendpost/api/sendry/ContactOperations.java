package dev.sendpost.api.sendry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactPage;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.audience.Contacts;
import dev.sendpost.audience.UpsertResult;
import org.jspecify.annotations.Nullable;

/**
 * Contacts.
 */
final class ContactOperations {

	private static final int MAX_IMPORT = 1000;

	/** Who says that a contact wants no more mail. */
	private static final String BY_API = "api";

	private final Supplier<Audiences> audiences;

	ContactOperations(Supplier<Audiences> audiences) {
		this.audiences = audiences;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/contacts", this::create)
			.get("/contacts", this::list)
			.post("/contacts/import", this::importAll)
			.get("/contacts/by-email", this::findByEmail)
			.patch("/contacts/by-email", this::updateByEmail)
			.get("/contacts/{id}", this::find)
			.put("/contacts/{id}", this::update)
			.delete("/contacts/{id}", this::remove);
	}

	private ApiAnswer create(ApiCall call) {
		ContactBody body = call.body(ContactBody.class);
		Audience audience = audience(call);
		requireList(audience, body.audienceId());
		Contact created = audience.contacts().create(body.applyTo(ContactDetails.of(body.address())));
		if (body.audienceId() != null) {
			audience.lists().add(body.audienceId(), List.of(created.id()));
		}
		return Answers.created(ContactView.of(subscribed(audience.contacts(), created, body.unsubscribed())));
	}

	private static Contact subscribed(Contacts contacts, Contact contact, @Nullable Boolean unsubscribed) {
		if (unsubscribed == null || unsubscribed == ContactView.of(contact).unsubscribed()) {
			return contact;
		}
		return unsubscribed ? contacts.unsubscribe(contact.id(), BY_API) : contacts.resubscribe(contact.id());
	}

	private ApiAnswer list(ApiCall call) {
		Audience audience = audience(call);
		UUID list = call.query("audience_id").map((text) -> list(audience, text)).orElse(null);
		String email = call.query("email").orElse(null);
		if (email != null) {
			return Page.of(audience.contacts()
				.find(EmailAddress.parse(email))
				.filter((contact) -> list == null || audience.lists().membership(list, contact.id()).isPresent())
				.stream()
				.toList(), ContactView::of, null);
		}
		return page(call, audience, list);
	}

	/**
	 * A page of contacts.
	 * @param list the id of an audience that is there, or {@code null} for all
	 */
	static ApiAnswer page(ApiCall call, Audience audience, @Nullable UUID list) {
		ContactPage page = audience.contacts()
			.search(ContactSearch.all().list(list).after(Page.after(call)).size(Page.size(call)));
		return Page.of(page.contacts(), ContactView::of, page.next());
	}

	private static UUID list(Audience audience, String text) {
		try {
			UUID id = UUID.fromString(text);
			requireList(audience, id);
			return id;
		}
		catch (IllegalArgumentException ex) {
			throw ApiProblem.notFound("audience", text);
		}
	}

	private static void requireList(Audience audience, @Nullable UUID list) {
		if (list != null && audience.lists().find(list).isEmpty()) {
			throw ApiProblem.notFound("audience", list);
		}
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(ContactView.of(require(call)));
	}

	private ApiAnswer findByEmail(ApiCall call) {
		Contact contact = requireByEmail(call);
		UUID list = call.query("audience_id").map((text) -> list(audience(call), text)).orElse(null);
		if (list != null && audience(call).lists().membership(list, contact.id()).isEmpty()) {
			throw ApiProblem.notFound("contact", contact.address().address());
		}
		return ApiAnswer.ok(ContactView.of(contact));
	}

	private ApiAnswer update(ApiCall call) {
		return update(call, require(call));
	}

	private ApiAnswer updateByEmail(ApiCall call) {
		return update(call, requireByEmail(call));
	}

	private ApiAnswer update(ApiCall call, Contact before) {
		ContactBody body = call.body(ContactBody.class);
		Audience audience = audience(call);
		if (body.audienceId() != null) {
			throw ApiProblem.invalid("audience_id", "is not changed here; add the contact to the audience");
		}
		Contact changed = audience.contacts()
			.update(before.id(), (details) -> body.applyTo(readdressed(details, body)));
		return ApiAnswer.ok(ContactView.of(subscribed(audience.contacts(), changed, body.unsubscribed())));
	}

	private static ContactDetails readdressed(ContactDetails details, ContactBody body) {
		if (body.email() == null) {
			return details;
		}
		EmailAddress address = body.address();
		return new ContactDetails(new EmailAddress(details.address().name(), address.localPart(), address.domain()),
				details.locale(), details.fields());
	}

	private ApiAnswer remove(ApiCall call) {
		UUID id = call.id("id", "contact");
		if (!audience(call).contacts().remove(id)) {
			throw ApiProblem.notFound("contact", id);
		}
		return Answers.deleted();
	}

	private ApiAnswer importAll(ApiCall call) {
		Import body = call.body(Import.class);
		List<ContactBody> contacts = Objects.requireNonNullElse(body.contacts(), List.of());
		if (contacts.isEmpty() || contacts.size() > MAX_IMPORT) {
			throw ApiProblem.invalid("contacts", "must be 1 to " + MAX_IMPORT + " contacts");
		}
		Audience audience = audience(call);
		requireList(audience, body.audienceId());
		UpsertResult result = audience.contacts().upsert(details(contacts), body.audienceId());
		for (int i = 0; i < contacts.size(); i++) {
			if (Boolean.TRUE.equals(contacts.get(i).unsubscribed())) {
				audience.contacts().unsubscribe(result.ids().get(i), BY_API);
			}
		}
		Map<String, Object> imported = new LinkedHashMap<>();
		imported.put("created", result.added());
		imported.put("updated", result.changed());
		imported.put("total", contacts.size());
		return ApiAnswer.ok(imported);
	}

	private static List<ContactDetails> details(List<ContactBody> contacts) {
		List<ContactDetails> details = new ArrayList<>();
		for (int i = 0; i < contacts.size(); i++) {
			ContactBody contact = contacts.get(i);
			String path = "contacts[" + i + "].";
			if (contact.audienceId() != null) {
				throw ApiProblem.invalid(path + "audience_id", "stands beside the contacts");
			}
			try {
				details.add(contact.applyTo(ContactDetails.of(contact.address())));
			}
			catch (InvalidEmailException ex) {
				throw ApiProblem.invalid(path + "email", String.valueOf(ex.getMessage()));
			}
			catch (ApiProblem ex) {
				throw (ex.field() != null) ? ApiProblem.invalid(path + ex.field(), ex.detail()) : ex;
			}
		}
		return details;
	}

	private Contact require(ApiCall call) {
		UUID id = call.id("id", "contact");
		return audience(call).contacts().find(id).orElseThrow(() -> ApiProblem.notFound("contact", id));
	}

	private Contact requireByEmail(ApiCall call) {
		String email = call.query("email").orElseThrow(() -> ApiProblem.invalid("email", "is missing"));
		return audience(call).contacts()
			.find(EmailAddress.parse(email))
			.orElseThrow(() -> ApiProblem.notFound("contact", email));
	}

	private Audience audience(ApiCall call) {
		return this.audiences.get().forSubAccount(call.submitter().subAccount());
	}

	/**
	 * Contacts to add or to change.
	 *
	 * @param contacts the contacts
	 * @param audienceId the id of the audience to add them to, or {@code null}
	 */
	record Import(@Nullable List<ContactBody> contacts, @Nullable UUID audienceId) {

	}

}
