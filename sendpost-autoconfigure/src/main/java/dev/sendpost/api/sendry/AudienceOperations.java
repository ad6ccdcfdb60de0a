package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ListDetails;
import org.jspecify.annotations.Nullable;

/**
 * Audiences, which are lists of contacts.
 */
final class AudienceOperations {

	private final Supplier<Audiences> audiences;

	AudienceOperations(Supplier<Audiences> audiences) {
		this.audiences = audiences;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/audiences", this::create)
			.get("/audiences", this::list)
			.get("/audiences/{id}", this::find)
			.put("/audiences/{id}", this::update)
			.delete("/audiences/{id}", this::remove)
			.get("/audiences/{id}/contacts", this::contacts)
			.post("/audiences/{id}/contacts", this::addContacts)
			.delete("/audiences/{id}/contacts/{contact}", this::removeContact);
	}

	private ApiAnswer create(ApiCall call) {
		AudienceBody body = call.body(AudienceBody.class);
		if (body.name() == null) {
			throw ApiProblem.invalid("name", "is missing");
		}
		Audience audience = audience(call);
		return Answers.created(view(audience, audience.lists().create(body.applyTo(ListDetails.named(body.name())))));
	}

	private ApiAnswer list(ApiCall call) {
		Audience audience = audience(call);
		return Page.among(call, audience.lists().all(), ContactList::id, (list) -> view(audience, list));
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(view(audience(call), require(call)));
	}

	private ApiAnswer update(ApiCall call) {
		ContactList before = require(call);
		AudienceBody body = call.body(AudienceBody.class);
		Audience audience = audience(call);
		return ApiAnswer.ok(view(audience, audience.lists().update(before.id(), body::applyTo)));
	}

	private ApiAnswer remove(ApiCall call) {
		audience(call).lists().remove(require(call).id());
		return Answers.deleted();
	}

	private ApiAnswer contacts(ApiCall call) {
		return ContactOperations.page(call, audience(call), require(call).id());
	}

	private ApiAnswer addContacts(ApiCall call) {
		ContactList list = require(call);
		List<UUID> contacts = call.body(ContactIds.class).contactIds();
		if (contacts == null || contacts.isEmpty()) {
			throw ApiProblem.invalid("contact_ids", "is missing");
		}
		return ApiAnswer.ok(Map.of("added", audience(call).lists().add(list.id(), contacts)));
	}

	private ApiAnswer removeContact(ApiCall call) {
		ContactList list = require(call);
		UUID contact = call.id("contact", "contact of the audience");
		if (audience(call).lists().remove(list.id(), List.of(contact)) == 0) {
			throw ApiProblem.notFound("contact of the audience", contact);
		}
		return Answers.deleted();
	}

	private ContactList require(ApiCall call) {
		UUID id = call.id("id", "audience");
		return audience(call).lists().find(id).orElseThrow(() -> ApiProblem.notFound("audience", id));
	}

	private Audience audience(ApiCall call) {
		return this.audiences.get().forSubAccount(call.submitter().subAccount());
	}

	private static AudienceView view(Audience audience, ContactList list) {
		String description = list.details().description();
		return new AudienceView(list.id().toString(), list.name(), description.isEmpty() ? null : description,
				audience.lists().countMembers(list.id(), null, null), list.createdAt(), list.createdAt());
	}

	/**
	 * What is set about an audience. What is not said stays as it is.
	 *
	 * @param name its name
	 * @param description what it is for
	 */
	record AudienceBody(@Nullable String name, @Nullable String description) {

		ListDetails applyTo(ListDetails details) {
			ListDetails named = (this.name != null) ? details.name(this.name) : details;
			return (this.description != null) ? named.description(this.description) : named;
		}

	}

	/**
	 * Contacts to add.
	 *
	 * @param contactIds their ids
	 */
	record ContactIds(@Nullable List<UUID> contactIds) {

	}

	/**
	 * An audience, as the service shows it.
	 *
	 * @param id its id
	 * @param name its name
	 * @param description what it is for, or {@code null}
	 * @param memberCount how many contacts are on it, without those who have left
	 * @param createdAt when it was made
	 * @param updatedAt the same: changes are not noted
	 */
	record AudienceView(String id, String name, @Nullable String description, long memberCount, Instant createdAt,
			Instant updatedAt) {

	}

}
