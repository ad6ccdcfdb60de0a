package dev.sendpost.api.sendpost;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of the account in the form of the service. They are signed with the key of
 * the account that made them, which is what their receivers expect.
 */
final class WebhookOperations {

	private static final String WHAT = "webhook";

	private final Supplier<WebhookSubscribers> webhooks;

	WebhookOperations(Supplier<WebhookSubscribers> webhooks) {
		this.webhooks = webhooks;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/webhook", this::list);
		routes.post("/webhook", this::create);
		routes.get("/webhook/{webhook_id}", this::find);
		routes.put("/webhook/{webhook_id}", this::update);
		routes.delete("/webhook/{webhook_id}", this::remove);
	}

	private WebhookSubscribers webhooks(ApiCall call) {
		return this.webhooks.get().forSubmitter(call.submitter());
	}

	private static boolean isOfAccount(WebhookSubscriber webhook) {
		return webhook.subAccount() == null && webhook.settings().form() == WebhookForm.SENDPOST;
	}

	private Stream<WebhookSubscriber> all(ApiCall call) {
		return webhooks(call).list().stream().filter(WebhookOperations::isOfAccount);
	}

	private ApiAnswer list(ApiCall call) {
		List<WebhookSubscriber> listed = Listing.of(call, Listing.MAX_LIMIT)
			.of(all(call), (webhook) -> webhook.settings().url());
		return ApiAnswer.ok(listed.stream().map(WebhookAnswer::of).toList());
	}

	private ApiAnswer create(ApiCall call) {
		WebhookEvents request = call.body(WebhookEvents.class);
		if (request.url() == null) {
			throw ApiProblem.invalid("url", "is missing");
		}
		requireFree(call, request.url(), null);
		WebhookSettings settings = new WebhookSettings("", request.url(), someOf(request.events(Set.of())),
				WebhookForm.SENDPOST, !Boolean.FALSE.equals(request.enabled()));
		String secret = Objects.requireNonNull(call.headers().getFirst(SendPostDoor.ACCOUNT_KEY));
		return ApiAnswer.ok(WebhookAnswer.of(webhooks(call).create(null, settings, secret).subscriber()));
	}

	private static Set<WebhookEventType> someOf(Set<WebhookEventType> events) {
		if (events.isEmpty()) {
			throw ApiProblem.invalid("body", "has no event: set at least one to true, such as delivered");
		}
		return events;
	}

	private void requireFree(ApiCall call, String url, @Nullable WebhookSubscriber own) {
		if (all(call).filter((other) -> own == null || !other.id().equals(own.id()))
			.anyMatch((other) -> other.settings().url().equals(url))) {
			throw ApiProblem.of(Kind.CONFLICT, "there is a webhook with this URL already");
		}
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(WebhookAnswer.of(require(call)));
	}

	private ApiAnswer update(ApiCall call) {
		WebhookSubscriber webhook = require(call);
		WebhookEvents request = call.body(WebhookEvents.class);
		WebhookSettings before = webhook.settings();
		String url = (request.url() != null) ? request.url() : before.url();
		requireFree(call, url, webhook);
		WebhookSettings settings = new WebhookSettings(before.name(), url, someOf(request.events(before.events())),
				before.form(), (request.enabled() != null) ? request.enabled() : before.enabled());
		return ApiAnswer.ok(WebhookAnswer.of(webhooks(call).change(webhook.id(), settings)));
	}

	private ApiAnswer remove(ApiCall call) {
		WebhookSubscriber webhook = require(call);
		webhooks(call).remove(webhook.id());
		return ApiAnswer.ok(Removed.of(webhook.number(), "Webhook", webhook.settings().url()));
	}

	private WebhookSubscriber require(ApiCall call) {
		long id = Ids.read(call, "webhook_id", WHAT);
		return webhooks(call).find(id)
			.filter(WebhookOperations::isOfAccount)
			.orElseThrow(() -> ApiProblem.notFound(WHAT, id));
	}

}
