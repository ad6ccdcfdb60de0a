package dev.sendpost.admin.page.webhook;

import java.util.Map;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.webhook.outbound.WebhookDelivery;
import dev.sendpost.webhook.outbound.WebhookException;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

/**
 * One delivery, with the answer to each attempt.
 */
final class WebhookDeliveryScreens {

	private final WebhookSubscribers subscribers;

	WebhookDeliveryScreens(WebhookSubscribers subscribers) {
		this.subscribers = subscribers;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/webhooks/deliveries/{id}", this::show)
			.change("/webhooks/deliveries/{id}/resend", "make a webhook delivery again", this::resend);
	}

	private WebhookDelivery delivery(AdminRequest request) {
		return this.subscribers.delivery(request.id("id", "delivery"))
			.orElseThrow(() -> AdminProblem.notFound("delivery"));
	}

	private AdminAnswer show(AdminRequest request) {
		WebhookDelivery delivery = delivery(request);
		WebhookSubscriber subscriber = this.subscribers.find(delivery.subscriberId())
			.orElseThrow(() -> AdminProblem.notFound("subscriber"));
		return AdminAnswer.view("webhook-delivery", Map.of("delivery", delivery, "subscriber", subscriber, "name",
				WebhookSubscriberScreens.name(subscriber), "attempts", this.subscribers.attempts(delivery.id())));
	}

	private AdminAnswer resend(AdminRequest request) {
		WebhookDelivery delivery = delivery(request);
		try {
			this.subscribers.resend(delivery.id());
		}
		catch (WebhookException ex) {
			throw AdminProblem.refused(String.valueOf(ex.getMessage()));
		}
		return AdminAnswer.redirect("/webhooks/deliveries/" + delivery.id(), "It is made again.");
	}

}
