package dev.sendpost.admin.page.webhook;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.webhook.outbound.IssuedWebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookException;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import dev.sendpost.webhook.outbound.WebhookTester;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of facts: made, changed, paused and removed.
 */
public final class WebhookSubscriberScreens {

	private static final String LIST = "/webhooks/subscribers";

	private static final String PATH = LIST + "/{id}";

	private static final int PAGE_SIZE = 50;

	private static final int MAX_ACCOUNTS = 200;

	private final WebhookSubscribers subscribers;

	private final @Nullable SubAccounts subAccounts;

	private final WebhookSubscriberScreen screen;

	/**
	 * Create the screens.
	 * @param subscribers who is told
	 * @param tester tries whether they answer
	 * @param subAccounts the sub-accounts, or {@code null} if there are none
	 */
	public WebhookSubscriberScreens(WebhookSubscribers subscribers, WebhookTester tester,
			@Nullable SubAccounts subAccounts) {
		this.subscribers = subscribers;
		this.subAccounts = subAccounts;
		this.screen = new WebhookSubscriberScreen(subscribers, tester);
	}

	void addTo(AdminRoutes routes) {
		routes.get(LIST, this::list)
			.get(LIST + "/new", (request) -> form(request, SubscriberForm.empty(), null, null))
			.change(LIST + "/new", "make a webhook subscriber", this::create)
			.get(PATH + "/edit", this::edit)
			.change(PATH + "/edit", "change a webhook subscriber", this::change)
			.change(PATH + "/pause", "pause a webhook subscriber", this::pause)
			.change(PATH + "/resume", "resume a webhook subscriber", this::resume)
			.confirmed(PATH + "/rotate", "replace a webhook secret", this::askRotate, this::rotate)
			.confirmed(PATH + "/remove", "remove a webhook subscriber", this::askRemove, this::remove);
		this.screen.addTo(routes);
		new WebhookDeliveryScreens(this.subscribers).addTo(routes);
	}

	private AdminAnswer list(AdminRequest request) {
		String account = request.field("account").orElse("");
		List<WebhookSubscriber> found = this.subscribers.list(account.isEmpty() ? null : account, request.after(),
				PAGE_SIZE + 1);
		boolean more = found.size() > PAGE_SIZE;
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("account", account);
		model.put("accounts", accounts());
		model.put("first", request.after() == null);
		model.put("subscribers", more ? found.subList(0, PAGE_SIZE) : found);
		if (more) {
			model.put("next", found.get(PAGE_SIZE - 1).id());
		}
		return AdminAnswer.view("webhook-subscribers", model);
	}

	private List<String> accounts() {
		return (this.subAccounts != null)
				? this.subAccounts.list(null, null, MAX_ACCOUNTS).stream().map(SubAccount::name).toList() : List.of();
	}

	private AdminAnswer form(AdminRequest request, SubscriberForm form, @Nullable WebhookSubscriber subscriber,
			@Nullable String mistake) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("heading", (subscriber != null) ? "Change a subscriber" : "New subscriber");
		model.put("form", form);
		model.put("types", WebhookEventType.values());
		model.put("forms", WebhookForm.values());
		model.put("accounts", accounts());
		if (subscriber != null) {
			model.put("subscriber", subscriber);
			model.put("edition", Edition.shown(request, SubscriberForm.of(subscriber.settings()).state()));
		}
		return (mistake != null) ? AdminAnswer.mistaken("webhook-form", model, mistake)
				: AdminAnswer.view("webhook-form", model);
	}

	private AdminAnswer create(AdminRequest request) {
		SubscriberForm form = SubscriberForm.of(request);
		request.concerns(form.url());
		return orMistaken(
				() -> secret(this.subscribers.create(form.account().isEmpty() ? null : form.account(), form.settings(),
						request.field("secret").orElse(null)), "The subscriber is made"),
				(mistake) -> form(request, form, null, mistake));
	}

	private AdminAnswer edit(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		return form(request, SubscriberForm.of(subscriber.settings()), subscriber, null);
	}

	private AdminAnswer change(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		SubscriberForm form = SubscriberForm.of(request);
		request.concerns(form.url());
		return orMistaken(() -> {
			Edition.require(request, SubscriberForm.of(subscriber.settings()).state(), form.state());
			this.subscribers.change(subscriber.id(), form.settings());
			return AdminAnswer.redirect(path(subscriber), "The change is saved.");
		}, (mistake) -> form(request, form, subscriber, mistake));
	}

	private AdminAnswer pause(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		return orMistaken(() -> {
			this.subscribers.pause(subscriber.id(), "Paused by " + request.user().name());
			return AdminAnswer.redirect(path(subscriber), "It is told nothing for now. What happens meanwhile waits.");
		}, WebhookSubscriberScreens::refused);
	}

	private AdminAnswer resume(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		return orMistaken(() -> {
			this.subscribers.resume(subscriber.id());
			return AdminAnswer.redirect(path(subscriber), "It is told again, beginning with what waited.");
		}, WebhookSubscriberScreens::refused);
	}

	private Confirmation askRotate(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		Duration overlap = overlap(request);
		return new Confirmation("Replace the secret of '" + name(subscriber) + "'?",
				"A new secret is made and shown once. " + (overlap.isZero()
						? "The old one is of no use from then on: what is sent before the new one is "
								+ "put in place is refused by whoever verifies it."
						: "The old one counts beside it for " + overlap.toHours() + " hours."),
				"Replace", path(subscriber));
	}

	private AdminAnswer rotate(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		return orMistaken(() -> secret(this.subscribers.rotateSecret(subscriber.id(), overlap(request)),
				"The secret is replaced"), WebhookSubscriberScreens::refused);
	}

	private static Duration overlap(AdminRequest request) {
		try {
			return Duration.ofHours(Integer.parseInt(request.field("overlap").orElse("0")));
		}
		catch (NumberFormatException ex) {
			throw AdminProblem.refused("Choose for how long the old secret counts.");
		}
	}

	private Confirmation askRemove(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		return new Confirmation("Remove '" + name(subscriber) + "'?",
				"It is told nothing any more: not what waits for it either. Its secret and the log of what it was told "
						+ "are deleted. This cannot be undone; to stop it for a while, pause it.",
				"Remove", path(subscriber));
	}

	private AdminAnswer remove(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		request.concerns(subscriber.settings().url());
		this.subscribers.remove(subscriber.id());
		return AdminAnswer.redirect(LIST, "The subscriber is removed.");
	}

	private static AdminAnswer secret(IssuedWebhookSubscriber issued, String heading) {
		return AdminAnswer.view("webhook-secret",
				Map.of("heading", heading, "subscriber", issued.subscriber(), "secret", issued.secret()));
	}

	private WebhookSubscriber subscriber(AdminRequest request) {
		return this.screen.subscriber(request);
	}

	static String path(WebhookSubscriber subscriber) {
		return LIST + "/" + subscriber.id();
	}

	static String name(WebhookSubscriber subscriber) {
		return subscriber.settings().name().isEmpty() ? subscriber.settings().url() : subscriber.settings().name();
	}

	private static AdminAnswer refused(String mistake) {
		throw AdminProblem.refused(mistake);
	}

	private static AdminAnswer orMistaken(Supplier<AdminAnswer> action, Function<String, AdminAnswer> mistaken) {
		try {
			return action.get();
		}
		catch (WebhookException | EncryptionKeyRequiredException | AdminProblem | FormMistake ex) {
			return mistaken.apply(String.valueOf(ex.getMessage()));
		}
	}

}
