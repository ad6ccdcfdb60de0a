package dev.sendpost.admin.page.audience;

import java.util.Map;

import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Topic;
import dev.sendpost.audience.Topics;

/**
 * Keeps the topics that readers may leave singly.
 */
final class TopicScreens implements ContactsPage.Screen {

	private static final String TOPICS = "/contacts/{account}/topics";

	private static final String VIEW = "contact-topic-form";

	private final Audiences audiences;

	private final boolean csv;

	private final Tenants tenants;

	TopicScreens(Audiences audiences, boolean csv, Tenants tenants) {
		this.audiences = audiences;
		this.csv = csv;
		this.tenants = tenants;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(TOPICS, Mistakes.shown(this::all))
			.get(TOPICS + "/new",
					(request) -> AdminAnswer.view(VIEW, model(request, new TopicForm("", "", "", true), false)))
			.change(TOPICS + "/new", "make a topic", this::create)
			.get(TOPICS + "/{key}/edit", Mistakes.shown(this::edit))
			.change(TOPICS + "/{key}/edit", "change a topic", this::update)
			.confirmed(TOPICS + "/{key}/remove", "remove a topic", Mistakes.asked(this::askRemove),
					Mistakes.shown(this::remove));
	}

	private Topics topics(AdminRequest request) {
		return this.audiences.forSubAccount(this.tenants.of(request)).topics();
	}

	private Topic topic(AdminRequest request) {
		return topics(request).find(request.variable("key")).orElseThrow(() -> AdminProblem.notFound("topic"));
	}

	private String path(AdminRequest request) {
		return this.tenants.home(this.tenants.of(request)) + "/topics";
	}

	private AdminAnswer all(AdminRequest request) {
		Map<String, Object> model = this.tenants.model(this.tenants.of(request));
		model.put("csv", this.csv);
		model.put("topics", topics(request).all());
		return AdminAnswer.view("contact-topics", model);
	}

	private Map<String, Object> model(AdminRequest request, TopicForm form, boolean known) {
		Map<String, Object> model = this.tenants.model(this.tenants.of(request));
		model.put("form", form);
		model.put("known", known);
		if (known) {
			model.put("edition", Edition.shown(request, form));
		}
		model.put("title", known ? "Change topic" : "New topic");
		model.put("action", path(request) + (known ? "/" + form.key() + "/edit" : "/new"));
		model.put("back", path(request));
		return model;
	}

	private AdminAnswer create(AdminRequest request) {
		TopicForm form = TopicForm.of(request, request.field("key").orElse(""));
		request.concerns("topic " + form.key());
		try {
			topics(request).create(form.topic());
			return AdminAnswer.redirect(path(request), "The topic was made.");
		}
		catch (AudienceException ex) {
			return AdminAnswer.mistaken(VIEW, model(request, form, false), Mistakes.text(ex));
		}
	}

	private AdminAnswer edit(AdminRequest request) {
		Topic topic = topic(request);
		return AdminAnswer.view(VIEW, model(request, TopicForm.of(topic), true));
	}

	private AdminAnswer update(AdminRequest request) {
		Topic before = topic(request);
		TopicForm form = TopicForm.of(request, before.key());
		request.concerns("topic " + form.key());
		try {
			Edition.require(request, TopicForm.of(before), form);
			topics(request).update(form.topic());
			return AdminAnswer.redirect(path(request), "The topic was changed.");
		}
		catch (AudienceException | FormMistake ex) {
			return AdminAnswer.mistaken(VIEW, model(request, form, true), Mistakes.text(ex));
		}
	}

	private Confirmation askRemove(AdminRequest request) {
		return new Confirmation("Remove the topic '" + topic(request).name() + "'?",
				"It is forgotten who left it and who wanted it. Campaigns about it cannot be sent any more, and one that is"
						+ " under way pauses. This cannot be undone.",
				"Remove topic", path(request));
	}

	private AdminAnswer remove(AdminRequest request) {
		Topic topic = topic(request);
		request.concerns("topic " + topic.key());
		topics(request).remove(topic.key());
		return AdminAnswer.redirect(path(request), "The topic '" + topic.name() + "' was removed.");
	}

	/**
	 * What somebody wrote into the form of a topic.
	 *
	 * @param key names it in code
	 * @param name its name for readers
	 * @param description what it is about
	 * @param receivedByDefault whether contacts receive it that have not chosen
	 */
	public record TopicForm(String key, String name, String description, boolean receivedByDefault) {

		static TopicForm of(AdminRequest request, String key) {
			return new TopicForm(key, request.field("name").orElse(""),
					request.field("description").orElse("").replace("\r\n", "\n"),
					request.isTicked("receivedByDefault"));
		}

		static TopicForm of(Topic topic) {
			return new TopicForm(topic.key(), topic.name(), topic.description(), topic.receivedByDefault());
		}

		Topic topic() {
			return new Topic(this.key, this.name, this.description, this.receivedByDefault);
		}

	}

}
