package dev.sendpost.api.emailapi;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.webhook.outbound.IssuedWebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookException;
import dev.sendpost.webhook.outbound.WebhookException.Reason;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.jspecify.annotations.Nullable;

/**
 * Makes and lists webhooks that go out.
 */
final class WebhookOperations {

	private final Supplier<WebhookSubscribers> webhooks;

	WebhookOperations(Supplier<WebhookSubscribers> webhooks) {
		this.webhooks = webhooks;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/webhooks", this::create).get("/webhooks", this::list);
	}

	private WebhookSubscribers webhooks(ApiCall call) {
		return this.webhooks.get().forSubmitter(call.submitter());
	}

	private ApiAnswer create(ApiCall call) {
		NewWebhook given = call.body(NewWebhook.class);
		if (given.url() == null) {
			throw ApiProblem.invalid("url", "is missing");
		}
		IssuedWebhookSubscriber issued = create(webhooks(call),
				new WebhookSettings("", given.url(), types(given.events()), WebhookForm.EMAIL_API, true));
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", issued.subscriber().id());
		answer.put("url", issued.subscriber().settings().url());
		answer.put("secret", issued.secret());
		answer.put("events", events(issued.subscriber()));
		return ApiAnswer.ok(answer);
	}

	private static IssuedWebhookSubscriber create(WebhookSubscribers webhooks, WebhookSettings settings) {
		try {
			return webhooks.create(settings);
		}
		catch (WebhookException ex) {
			if (ex.getReason() == Reason.INVALID) {
				throw ApiProblem.invalid("url", String.valueOf(ex.getMessage()));
			}
			throw ex;
		}
	}

	private static Set<WebhookEventType> types(@Nullable List<String> events) {
		if (events == null || events.isEmpty()) {
			throw ApiProblem.invalid("events", "must have at least one event");
		}
		Set<WebhookEventType> types = EnumSet.noneOf(WebhookEventType.class);
		for (int i = 0; i < events.size(); i++) {
			String field = "events[" + i + "]";
			types.add(WebhookEventType.of(events.get(i))
				.orElseThrow(() -> ApiProblem.invalid(field,
						"must be one of " + Arrays.stream(WebhookEventType.values())
							.map(WebhookEventType::id)
							.collect(Collectors.joining(", ")))));
		}
		return types;
	}

	private ApiAnswer list(ApiCall call) {
		return ApiAnswer.ok(Map.of("webhooks", webhooks(call).list().stream().map(WebhookOperations::entry).toList()));
	}

	private static Map<String, Object> entry(WebhookSubscriber subscriber) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("id", subscriber.id());
		entry.put("url", subscriber.settings().url());
		entry.put("events", events(subscriber));
		entry.put("isActive", subscriber.state() == WebhookSubscriber.State.ACTIVE);
		return entry;
	}

	private static List<String> events(WebhookSubscriber subscriber) {
		return subscriber.settings().events().stream().sorted().map(WebhookEventType::id).toList();
	}

	/**
	 * A webhook as it is handed over.
	 *
	 * @param url where it listens
	 * @param events what it is told of
	 */
	record NewWebhook(@Nullable String url, @Nullable List<String> events) {

	}

}
