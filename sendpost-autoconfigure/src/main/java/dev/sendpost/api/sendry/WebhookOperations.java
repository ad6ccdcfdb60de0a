package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.webhook.outbound.IssuedWebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscriber.State;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Webhooks in the form of the service. One that is shown by itself shows its secret, so
 * that this takes a key with full access.
 */
final class WebhookOperations {

	private final Supplier<WebhookSubscribers> webhooks;

	WebhookOperations(Supplier<WebhookSubscribers> webhooks) {
		this.webhooks = webhooks;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/webhooks", this::create)
			.get("/webhooks", this::list)
			.add(HttpMethod.GET, "/webhooks/{id}", ApiKeyScope.FULL_ACCESS, this::find)
			.put("/webhooks/{id}", this::update)
			.patch("/webhooks/{id}", this::update)
			.delete("/webhooks/{id}", this::remove);
	}

	private ApiAnswer create(ApiCall call) {
		WebhookBody body = call.body(WebhookBody.class);
		if (body.url() == null) {
			throw ApiProblem.invalid("url", "is missing");
		}
		if (body.events() == null) {
			throw ApiProblem.invalid("events", "is missing");
		}
		IssuedWebhookSubscriber issued = own(call).create(new WebhookSettings("", body.url(), types(body.events()),
				WebhookForm.SENDRY, !Boolean.FALSE.equals(body.active())));
		return Answers.created(WebhookView.of(issued.subscriber(), issued.secret()));
	}

	private ApiAnswer list(ApiCall call) {
		return Page.among(call, own(call).list(), WebhookSubscriber::id,
				(subscriber) -> WebhookView.of(subscriber, null));
	}

	private ApiAnswer find(ApiCall call) {
		WebhookSubscriber subscriber = require(call);
		return ApiAnswer.ok(WebhookView.of(subscriber, own(call).secret(subscriber.id())));
	}

	private ApiAnswer update(ApiCall call) {
		WebhookSubscriber before = require(call);
		WebhookBody body = call.body(WebhookBody.class);
		WebhookSettings old = before.settings();
		WebhookSettings settings = new WebhookSettings(old.name(), (body.url() != null) ? body.url() : old.url(),
				(body.events() != null) ? types(body.events()) : old.events(), old.form(),
				(body.active() != null) ? body.active() : old.enabled());
		WebhookSubscribers own = own(call);
		WebhookSubscriber after = own.change(before.id(), settings);
		if (Boolean.TRUE.equals(body.active()) && after.state() == State.PAUSED) {
			after = own.resume(after.id());
		}
		return ApiAnswer.ok(WebhookView.of(after, own.secret(after.id())));
	}

	private ApiAnswer remove(ApiCall call) {
		own(call).remove(require(call).id());
		return Answers.deleted();
	}

	private static Set<WebhookEventType> types(List<String> events) {
		Set<WebhookEventType> types = EnumSet.noneOf(WebhookEventType.class);
		for (int i = 0; i < events.size(); i++) {
			String field = "events[" + i + "]";
			types.add(WebhookEventType.of(events.get(i))
				.orElseThrow(() -> ApiProblem.invalid(field, "is no event, such as email.delivered")));
		}
		return types;
	}

	private WebhookSubscriber require(ApiCall call) {
		UUID id = call.id("id", "webhook");
		return own(call).find(id).orElseThrow(() -> ApiProblem.notFound("webhook", id));
	}

	private WebhookSubscribers own(ApiCall call) {
		return this.webhooks.get().forSubmitter(call.submitter());
	}

	/**
	 * What is set about a webhook. What is not said stays as it is.
	 *
	 * @param url where it listens
	 * @param events what it is told of
	 * @param active whether it is told
	 */
	record WebhookBody(@Nullable String url, @Nullable List<String> events, @Nullable Boolean active) {

	}

	/**
	 * A webhook, as the service shows it.
	 *
	 * @param id its id
	 * @param url where it listens
	 * @param events what it is told of
	 * @param secret what it is signed with, {@code null} in a list
	 * @param active whether it is told at the moment
	 * @param createdAt when it was made
	 * @param updatedAt when it was changed last
	 */
	record WebhookView(String id, String url, List<String> events,
			@JsonInclude(Include.NON_NULL) @Nullable String secret, boolean active, Instant createdAt,
			Instant updatedAt) {

		static WebhookView of(WebhookSubscriber subscriber, @Nullable String secret) {
			return new WebhookView(subscriber.id().toString(), subscriber.settings().url(),
					subscriber.settings().events().stream().sorted().map(WebhookEventType::id).toList(), secret,
					subscriber.state() == State.ACTIVE, subscriber.createdAt(), subscriber.changedAt());
		}

		/**
		 * Without the secret.
		 */
		@Override
		public String toString() {
			return "WebhookView[id=" + this.id + ", url=" + this.url + "]";
		}

	}

}
