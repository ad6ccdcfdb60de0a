package dev.sendpost.api.sendry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactPage;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.audience.ContactStatus;
import dev.sendpost.audience.Membership;
import dev.sendpost.audience.MembershipStatus;
import org.jspecify.annotations.Nullable;

/**
 * Who has left an audience. Its id is that of the audience and that of the contact.
 */
final class ListUnsubscribes {

	static final char SEPARATOR = ':';

	private final Supplier<Audiences> audiences;

	ListUnsubscribes(Supplier<Audiences> audiences) {
		this.audiences = audiences;
	}

	/**
	 * Note that somebody has left, also who was never put on the list.
	 * @return the entry
	 */
	UnsubscribeView add(Submitter submitter, UUID list, EmailAddress email) {
		Audience audience = audience(submitter);
		add(submitter, list, List.of(email));
		Contact contact = audience.contacts().find(email).orElseThrow();
		return UnsubscribeView.of(contact, audience.lists().membership(list, contact.id()).orElseThrow());
	}

	/**
	 * Note that several have left.
	 * @return how many had not before
	 */
	int add(Submitter submitter, UUID list, List<EmailAddress> emails) {
		Audience audience = audience(submitter);
		requireList(audience, list);
		List<ContactDetails> details = emails.stream().map(ContactDetails::of).toList();
		return audience.lists().optOut(list, audience.contacts().upsert(details, null).ids());
	}

	ApiAnswer list(ApiCall call, String listId, @Nullable EmailAddress email) {
		Audience audience = audience(call.submitter());
		UUID list = id(listId).filter((id) -> audience.lists().find(id).isPresent())
			.orElseThrow(() -> ApiProblem.notFound("list", listId));
		if (email != null) {
			return Page.of(views(audience, list, audience.contacts().find(email).stream().toList()), (view) -> view,
					null);
		}
		ContactPage page = audience.contacts()
			.search(ContactSearch.all()
				.list(list)
				.status(ContactStatus.UNSUBSCRIBED)
				.after(Page.after(call))
				.size(Page.size(call)));
		return Page.of(views(audience, list, page.contacts()), (view) -> view, page.next());
	}

	private static List<UnsubscribeView> views(Audience audience, UUID list, List<Contact> contacts) {
		List<UnsubscribeView> views = new ArrayList<>();
		for (Contact contact : contacts) {
			left(audience, list, contact.id())
				.ifPresent((membership) -> views.add(UnsubscribeView.of(contact, membership)));
		}
		return views;
	}

	UnsubscribeView require(Submitter submitter, String id) {
		Audience audience = audience(submitter);
		Membership membership = membership(audience, id);
		return audience.contacts()
			.find(membership.contact())
			.map((contact) -> UnsubscribeView.of(contact, membership))
			.orElseThrow(() -> ApiProblem.notFound("unsubscribe", id));
	}

	/**
	 * Forget that somebody has left: it may be put on the list again.
	 */
	void remove(Submitter submitter, String id) {
		Audience audience = audience(submitter);
		Membership membership = membership(audience, id);
		audience.lists().remove(membership.list(), List.of(membership.contact()));
	}

	private static Membership membership(Audience audience, String id) {
		int separator = id.indexOf(SEPARATOR);
		Optional<UUID> list = id(id.substring(0, separator));
		Optional<UUID> contact = id(id.substring(separator + 1));
		return list.filter((known) -> audience.lists().find(known).isPresent())
			.flatMap((known) -> contact.flatMap((who) -> left(audience, known, who)))
			.orElseThrow(() -> ApiProblem.notFound("unsubscribe", id));
	}

	private static Optional<Membership> left(Audience audience, UUID list, UUID contact) {
		return audience.lists()
			.membership(list, contact)
			.filter((membership) -> membership.status() == MembershipStatus.LEFT);
	}

	private static void requireList(Audience audience, UUID list) {
		if (audience.lists().find(list).isEmpty()) {
			throw ApiProblem.notFound("list", list);
		}
	}

	private static Optional<UUID> id(String text) {
		try {
			return Optional.of(UUID.fromString(text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private Audience audience(Submitter submitter) {
		return this.audiences.get().forSubAccount(submitter.subAccount());
	}

}
