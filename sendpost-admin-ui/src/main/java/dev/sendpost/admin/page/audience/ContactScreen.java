package dev.sendpost.admin.page.audience;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.Membership;
import dev.sendpost.audience.MembershipStatus;
import dev.sendpost.audience.Topic;

/**
 * Shows one contact, its lists and its topics.
 */
final class ContactScreen implements ContactsPage.Screen {

	private static final String PATH = "/contacts/{account}/contacts/{id}";

	private final Audiences audiences;

	private final Tenants tenants;

	ContactScreen(Audiences audiences, Tenants tenants) {
		this.audiences = audiences;
		this.tenants = tenants;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(PATH, Mistakes.shown(this::show));
		confirmed(routes, "/unsubscribe", "unsubscribe a contact", this::askUnsubscribe, this::unsubscribe);
		confirmed(routes, "/resubscribe", "let a contact get mail again", this::askResubscribe, this::resubscribe);
		confirmed(routes, "/remove", "remove a contact", this::askRemove, this::remove);
		routes.change(PATH + "/put", "put a contact on a list", Mistakes.shown(this::put));
		confirmed(routes, "/subscribe", "subscribe a contact to a list", this::askSubscribe, this::subscribe);
		confirmed(routes, "/leave", "note that a contact has left a list", this::askLeave, this::leave);
		confirmed(routes, "/take-off", "take a contact off a list", this::askTakeOff, this::takeOff);
		routes.change(PATH + "/topics", "choose the topics of a contact", Mistakes.shown(this::choose));
	}

	private void confirmed(AdminRoutes routes, String path, String action, Function<Subject, Confirmation> question,
			Function<Subject, AdminAnswer> change) {
		routes.confirmed(PATH + path, action, Mistakes.asked((request) -> question.apply(subject(request))),
				Mistakes.shown((request) -> change.apply(subject(request))));
	}

	private Subject subject(AdminRequest request) {
		String account = this.tenants.of(request);
		Audience audience = this.audiences.forSubAccount(account);
		Contact contact = audience.contacts()
			.find(request.id("id", "contact"))
			.orElseThrow(() -> AdminProblem.notFound("contact"));
		request.concerns(contact.address().address());
		return new Subject(request, audience, contact, this.tenants.home(account) + "/contacts/" + contact.id());
	}

	private AdminAnswer show(AdminRequest request) {
		Subject subject = subject(request);
		Audience audience = subject.audience();
		Contact contact = subject.contact();
		Map<UUID, ContactList> lists = audience.lists()
			.all()
			.stream()
			.collect(Collectors.toMap(ContactList::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
		List<Membership> memberships = audience.lists().memberships(contact.id());
		Map<String, Object> model = this.tenants.model(audience.subAccount());
		model.put("contact", contact);
		model.put("fields", new TreeMap<>(contact.fields()));
		model.put("path", subject.path());
		model.put("memberships", memberships);
		model.put("names",
				lists.values().stream().collect(Collectors.toMap((list) -> list.id().toString(), ContactList::name)));
		memberships.forEach((membership) -> lists.remove(membership.list()));
		model.put("otherLists", lists.values());
		model.put("choices", choices(audience, contact));
		return AdminAnswer.view("contact", model);
	}

	private static List<Choice> choices(Audience audience, Contact contact) {
		Map<String, Boolean> chosen = audience.topics().choices(contact.id());
		return audience.topics().all().stream().map((topic) -> {
			Boolean choice = chosen.get(topic.key());
			return new Choice(topic, (choice != null) ? choice : topic.receivedByDefault(), choice != null);
		}).toList();
	}

	private Confirmation askUnsubscribe(Subject subject) {
		return new Confirmation("Unsubscribe " + subject.address() + "?",
				"It gets no broadcast mail of this sub-account any more, whichever way that comes in, and stays on its"
						+ " lists. Transactional mail still reaches it.",
				"Unsubscribe", subject.path());
	}

	private AdminAnswer unsubscribe(Subject subject) {
		subject.audience().contacts().unsubscribe(subject.contact().id(), subject.request().user().name());
		return subject.done("The contact gets no more broadcast mail.");
	}

	private Confirmation askResubscribe(Subject subject) {
		return new Confirmation("Let " + subject.address() + " get mail again?",
				"Do this only because the reader wants it. It undoes that the contact unsubscribed from this sub-account;"
						+ " bounces, complaints and other suppressions stay.",
				"Let mail through", subject.path());
	}

	private AdminAnswer resubscribe(Subject subject) {
		Contact now = subject.audience().contacts().resubscribe(subject.contact().id());
		return subject.done("The contact is now " + Words.of(now.status()) + ".");
	}

	private Confirmation askRemove(Subject subject) {
		int lists = subject.audience().lists().memberships(subject.contact().id()).size();
		return new Confirmation("Remove " + subject.address() + "?", "What is known of it, its place on "
				+ Words.count(lists, "list")
				+ " and its choices of topics are deleted. This cannot be undone. Who must not get mail still gets"
				+ " none if it is added again.", "Remove contact", subject.path());
	}

	private AdminAnswer remove(Subject subject) {
		subject.audience().contacts().remove(subject.contact().id());
		return AdminAnswer.redirect(this.tenants.home(subject.audience().subAccount()),
				subject.address() + " was removed.");
	}

	private AdminAnswer put(AdminRequest request) {
		Subject subject = subject(request);
		ContactList list = subject.list();
		int added = subject.audience().lists().add(list.id(), List.of(subject.contact().id()));
		boolean pending = subject.audience()
			.lists()
			.membership(list.id(), subject.contact().id())
			.filter((membership) -> membership.status() == MembershipStatus.PENDING)
			.isPresent();
		return subject.done((added == 0) ? "The contact was put on '" + list.name() + "' before; that stays as it is."
				: pending ? "The contact was asked to confirm that it wants to be on '" + list.name() + "'."
						: "The contact is on '" + list.name() + "'.");
	}

	private Confirmation askSubscribe(Subject subject) {
		ContactList list = subject.list();
		return new Confirmation("Subscribe " + subject.address() + " to '" + list.name() + "'?",
				"Do this only because the reader wants it." + (list.details().doubleOptIn()
						? " A mail asks it to confirm, unless it was asked in the last five minutes." : ""),
				"Subscribe", subject.path());
	}

	private AdminAnswer subscribe(Subject subject) {
		ContactList list = subject.list();
		Membership now = subject.audience().lists().subscribe(list.id(), subject.contact().id());
		return subject.done("On '" + list.name() + "' the contact is now " + Words.of(now.status()) + ".");
	}

	private Confirmation askLeave(Subject subject) {
		return new Confirmation("Let " + subject.address() + " leave '" + subject.list().name() + "'?",
				"It gets nothing of this list any more, and is not put on it again by an import.", "Leave list",
				subject.path());
	}

	private AdminAnswer leave(Subject subject) {
		ContactList list = subject.list();
		subject.audience().lists().leave(list.id(), subject.contact().id());
		return subject.done("The contact has left '" + list.name() + "'.");
	}

	private Confirmation askTakeOff(Subject subject) {
		return new Confirmation("Take " + subject.address() + " off '" + subject.list().name() + "'?",
				"It is as if it had never been on the list: also that it confirmed, or left, is forgotten, so that an"
						+ " import may put it on the list again.",
				"Take off", subject.path());
	}

	private AdminAnswer takeOff(Subject subject) {
		ContactList list = subject.list();
		subject.audience().lists().remove(list.id(), List.of(subject.contact().id()));
		return subject.done("The contact is not on '" + list.name() + "' any more.");
	}

	/**
	 * Only what was changed here is a choice. The rest stays at its default, or as the
	 * reader chose it meanwhile.
	 */
	private AdminAnswer choose(AdminRequest request) {
		Subject subject = subject(request);
		List<String> ticked = request.fields("topic");
		List<String> shown = request.fields("shown");
		List<String> before = request.fields("before");
		Map<String, Boolean> changed = new LinkedHashMap<>();
		for (Choice choice : choices(subject.audience(), subject.contact())) {
			boolean wanted = ticked.contains(choice.topic().key());
			if (shown.contains(choice.topic().key()) && wanted != before.contains(choice.topic().key())) {
				changed.put(choice.topic().key(), wanted);
			}
		}
		if (!changed.isEmpty()) {
			subject.audience().topics().choose(subject.contact().id(), changed);
		}
		return subject.done(changed.isEmpty() ? "Nothing was changed." : "The choices were saved.");
	}

	/**
	 * What a request is about.
	 */
	private record Subject(AdminRequest request, Audience audience, Contact contact, String path) {

		String address() {
			return this.contact.address().address();
		}

		ContactList list() {
			return this.request.field("list")
				.map(ContactListing::id)
				.flatMap(this.audience.lists()::find)
				.orElseThrow(() -> AdminProblem.notFound("list"));
		}

		AdminAnswer done(String notice) {
			return AdminAnswer.redirect(this.path, notice);
		}

	}

	/**
	 * A topic, and whether a contact receives it.
	 *
	 * @param topic the topic
	 * @param received whether it does
	 * @param chosen whether it has said so itself
	 */
	public record Choice(Topic topic, boolean received, boolean chosen) {
	}

}
