package dev.sendpost.api.emailapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.audience.Contacts;
import org.jspecify.annotations.Nullable;

/**
 * Keeps contacts.
 */
final class ContactOperations {

	private static final int DEFAULT_LIMIT = 50;

	private final Supplier<Audiences> audiences;

	ContactOperations(Supplier<Audiences> audiences) {
		this.audiences = audiences;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/contacts", this::create).get("/contacts", this::list);
	}

	private Contacts contacts(ApiCall call) {
		return this.audiences.get().forSubAccount(call.submitter().subAccount()).contacts();
	}

	/**
	 * A contact that is there is changed: it can be put on another list in no other way.
	 */
	private ApiAnswer create(ApiCall call) {
		NewContact given = call.body(NewContact.class);
		UUID list = list(given.listId());
		Contacts contacts = contacts(call);
		UUID id = contacts.upsert(List.of(given.details()), list).ids().get(0);
		return ApiAnswer.ok(Entry.of(contacts.find(id).orElseThrow(() -> ApiProblem.notFound("contact", id))));
	}

	private ApiAnswer list(ApiCall call) {
		NumberedPage page = NumberedPage.of(call, DEFAULT_LIMIT, "contact");
		ContactSearch search = ContactSearch.all().list(list(call.query("listId").orElse(null))).size(page.limit());
		Contacts contacts = contacts(call);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("contacts",
				contacts.search(search.after(page.after()).skip(page.skip()))
					.contacts()
					.stream()
					.map(Entry::of)
					.toList());
		answer.put("total", contacts.count(search));
		answer.put("page", page.number());
		return ApiAnswer.ok(answer);
	}

	private static @Nullable UUID list(@Nullable String id) {
		return (id != null) ? ApiCall.parseId(id, "list") : null;
	}

	/**
	 * A contact as it is handed over.
	 *
	 * @param email its address
	 * @param name its name
	 * @param listId the id of a list to put it on
	 */
	record NewContact(@Nullable String email, @Nullable String name, @Nullable String listId) {

		ContactDetails details() {
			if (this.email == null) {
				throw ApiProblem.invalid("email", "is missing");
			}
			ContactDetails details = details("email", this.email, ContactDetails::of);
			return (this.name != null) ? details("name", this.name, details::name) : details;
		}

		private static ContactDetails details(String field, String value, Function<String, ContactDetails> details) {
			try {
				return details.apply(value);
			}
			catch (InvalidEmailException ex) {
				throw ApiProblem.invalid(field, ex.getReason());
			}
		}

	}

	/**
	 * A contact as it is shown.
	 *
	 * @param id its id
	 * @param email its address
	 * @param name its name, or {@code null} if that is not known
	 * @param status whether it gets broadcast mail
	 */
	record Entry(UUID id, String email, @Nullable String name, String status) {

		static Entry of(Contact contact) {
			return new Entry(contact.id(), contact.address().address(), contact.address().name(),
					EmailEntry.name(contact.status()));
		}

	}

}
