package dev.sendpost.webhook.outbound;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.egress.EgressClient;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.webhook.outbound.WebhookException.Reason;

/**
 * Tells subscribers of something that did not happen, to see how they answer. It is
 * signed as everything else, and written down nowhere. The message it is about does not
 * exist, and has the tag and the metadata {@code test}.
 */
public final class WebhookTester {

	private static final String TEST = "test";

	private static final EmailAddress FROM = EmailAddress.parse("sender@example.com");

	private static final EmailAddress RECIPIENT = EmailAddress.parse("recipient@example.com");

	private final JdbcWebhookSubscribers subscribers;

	private final WebhookSender sender;

	private final Supplier<UUID> ids;

	/**
	 * Create a tester.
	 * @param subscribers who may be told
	 * @param client makes the requests
	 * @param ids makes ids, UUIDs of version 7
	 */
	public WebhookTester(JdbcWebhookSubscribers subscribers, EgressClient client, Supplier<UUID> ids) {
		this.subscribers = subscribers;
		this.sender = new WebhookSender(client, subscribers::now);
		this.ids = ids;
	}

	/**
	 * Tell a subscriber, once, and wait for its answer; also one that is paused or
	 * disabled. It counts for nothing whether it succeeds.
	 * @param subscriber the subscriber, which whoever asks may see
	 * @return what came of it
	 * @throws WebhookException if the subscriber was removed
	 * @throws EncryptionKeyRequiredException if the key its secret was encrypted with is
	 * missing
	 */
	public WebhookAttempt test(WebhookSubscriber subscriber) {
		StoredSubscriber stored = this.subscribers.find(subscriber.id())
			.orElseThrow(() -> new WebhookException(Reason.UNKNOWN, "There is no such webhook"));
		Instant now = this.subscribers.now();
		return this.sender
			.send(stored.subscriber().settings(), stored.secrets(this.subscribers.cipher(), now),
					fact(stored.subscriber(), now))
			.attempt();
	}

	private WebhookFact fact(WebhookSubscriber subscriber, Instant now) {
		WebhookEventType type = type(subscriber.settings());
		String subAccount = (subscriber.subAccount() != null) ? subscriber.subAccount() : TEST;
		DeliveryEvent event = new DeliveryEvent(this.ids.get(), this.ids.get(), RECIPIENT, type.fact(), now,
				DeliveryEvent.GATEWAY, null, null, null, "This is a test: it did not happen", false);
		WebhookDelivery delivery = new WebhookDelivery(this.ids.get(), subscriber.id(), type, event.emailId(),
				event.id(), subAccount, WebhookDelivery.State.WAITING, 1, now, null);
		return new WebhookFact(delivery, event, "transactional", FROM, "Test of this webhook", List.of(RECIPIENT),
				List.of(TEST), Map.of(TEST, "true"), now, 0);
	}

	private static WebhookEventType type(WebhookSettings settings) {
		return settings.events().contains(WebhookEventType.DELIVERED) ? WebhookEventType.DELIVERED
				: settings.events().stream().sorted().findFirst().orElseThrow();
	}

}
