package dev.sendpost.admin.page.webhook;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.admin.page.ReaderZone;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.webhook.outbound.WebhookAttempt;
import dev.sendpost.webhook.outbound.WebhookDelivery;
import dev.sendpost.webhook.outbound.WebhookDeliveryPage;
import dev.sendpost.webhook.outbound.WebhookDeliverySearch;
import dev.sendpost.webhook.outbound.WebhookException;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import dev.sendpost.webhook.outbound.WebhookTester;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber, with what it was told and is to be told.
 */
final class WebhookSubscriberScreen {

	private static final int PAGE_SIZE = 25;

	/** Up to how many deliveries are counted. */
	private static final int MAX_COUNT = 10_000;

	private static final String PATH = "/webhooks/subscribers/{id}";

	private static final String RESEND = "make the deliveries of a period again";

	private static final List<String> PERIOD = List.of("from", "until", "failed", ReaderZone.FIELD);

	private final WebhookSubscribers subscribers;

	private final WebhookTester tester;

	WebhookSubscriberScreen(WebhookSubscribers subscribers, WebhookTester tester) {
		this.subscribers = subscribers;
		this.tester = tester;
	}

	void addTo(AdminRoutes routes) {
		routes.get(PATH, (request) -> show(request, subscriber(request), Map.of(), null))
			.change(PATH + "/test", "send a test to a webhook subscriber", this::test)
			.get(PATH + "/resend", this::askResend)
			.change(PATH + "/resend", RESEND, this::resend);
	}

	WebhookSubscriber subscriber(AdminRequest request) {
		return this.subscribers.find(request.id("id", "subscriber"))
			.orElseThrow(() -> AdminProblem.notFound("subscriber"));
	}

	private AdminAnswer show(AdminRequest request, WebhookSubscriber subscriber, Map<String, Object> more,
			@Nullable String mistake) {
		WebhookDelivery.State state = request.field("state").map(WebhookSubscriberScreen::state).orElse(null);
		WebhookDeliveryPage page = this.subscribers.deliveries(subscriber.id(), search(state, request.after()));
		Map<String, Object> model = new LinkedHashMap<>(more);
		model.put("subscriber", subscriber);
		model.put("name", WebhookSubscriberScreens.name(subscriber));
		model.put("types", subscriber.settings().events().stream().sorted().toList());
		model.put("states", WebhookDelivery.State.values());
		model.put("state", (state != null) ? state.name() : "");
		model.put("deliveries", page.deliveries());
		Map<String, String> period = new LinkedHashMap<>();
		PERIOD.forEach((name) -> period.put(name, request.field(name).orElse("")));
		model.put("period", period);
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return (mistake != null) ? AdminAnswer.mistaken("webhook-subscriber", model, mistake)
				: AdminAnswer.view("webhook-subscriber", model);
	}

	// NullAway does not see in a class file that a nested type is nullable.
	@SuppressWarnings("NullAway")
	private static WebhookDeliverySearch search(WebhookDelivery.@Nullable State state, @Nullable UUID after) {
		return new WebhookDeliverySearch(state, after, PAGE_SIZE);
	}

	private static WebhookDelivery.State state(String name) {
		try {
			return WebhookDelivery.State.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.refused("There is no such state.");
		}
	}

	private AdminAnswer test(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		try {
			WebhookAttempt attempt = this.tester.test(subscriber);
			return show(request, subscriber, Map.of("tested", attempt), null);
		}
		catch (WebhookException | EncryptionKeyRequiredException ex) {
			return show(request, subscriber, Map.of(), String.valueOf(ex.getMessage()));
		}
	}

	private AdminAnswer askResend(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		Period period;
		int count;
		try {
			period = period(request);
			count = this.subscribers.count(subscriber.id(), period.from(), period.until(), period.failedOnly(),
					MAX_COUNT + 1);
			if (count == 0) {
				throw AdminProblem.refused("There is nothing to make again in this period.");
			}
		}
		catch (AdminProblem ex) {
			return show(request, subscriber, Map.of(), String.valueOf(ex.getMessage()));
		}
		String many = (count == 1) ? "One delivery at most is" : ((count > MAX_COUNT)
				? "More than " + MAX_COUNT + " deliveries are" : count + " deliveries at most are");
		ReaderZone zone = ReaderZone.of(request);
		Map<String, List<String>> fields = new LinkedHashMap<>();
		PERIOD.forEach((name) -> request.field(name).ifPresent((value) -> fields.put(name, List.of(value))));
		return AdminAnswer.view("confirm", Map.of("confirmation",
				new Confirmation("Tell '" + WebhookSubscriberScreens.name(subscriber) + "' again?",
						many + " made again, each with the same id: "
								+ (period.failedOnly() ? "what was given up" : "everything, also what succeeded,")
								+ " of the facts from " + zone.write(period.from()) + " until "
								+ zone.write(period.until()) + ".",
						"Tell again", WebhookSubscriberScreens.path(subscriber)),
				"action", request.path(), "fields", fields));
	}

	private AdminAnswer resend(AdminRequest request) {
		WebhookSubscriber subscriber = subscriber(request);
		Period period = period(request);
		int queued = this.subscribers.resend(subscriber.id(), period.from(), period.until(), period.failedOnly());
		return AdminAnswer.redirect(WebhookSubscriberScreens.path(subscriber),
				(queued == 1) ? "One delivery is made again." : queued + " deliveries are made again.");
	}

	private static Period period(AdminRequest request) {
		Instant from = time(request, "from");
		Instant until = time(request, "until");
		if (!from.isBefore(until)) {
			throw AdminProblem.refused("The period must end after it begins.");
		}
		return new Period(from, until, request.isTicked("failed"));
	}

	private static Instant time(AdminRequest request, String field) {
		try {
			return ReaderZone.of(request).time(request.field(field).orElse(""));
		}
		catch (DateTimeException ex) {
			throw AdminProblem.refused("Say when the period begins and when it ends, such as 2026-01-31T08:00.");
		}
	}

	/**
	 * Which deliveries to make again.
	 */
	private record Period(Instant from, Instant until, boolean failedOnly) {

	}

}
