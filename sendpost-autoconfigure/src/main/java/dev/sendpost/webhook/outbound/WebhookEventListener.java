package dev.sendpost.webhook.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.event.RecordedEvent;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.store.Store;

/**
 * Queues a delivery for each subscriber of a fact, in the transaction that records the
 * fact.
 */
public final class WebhookEventListener implements RecordedEventListener {

	private final JdbcWebhookSubscribers subscribers;

	private final WebhookDeliveries deliveries;

	/**
	 * Create a listener.
	 * @param subscribers who is told
	 * @param deliveries what they are told
	 */
	public WebhookEventListener(JdbcWebhookSubscribers subscribers, WebhookDeliveries deliveries) {
		this.subscribers = subscribers;
		this.deliveries = deliveries;
	}

	@Override
	public Set<DeliveryEventType> types() {
		return this.subscribers.cache().get().types();
	}

	@Override
	public void recorded(List<RecordedEvent> events) {
		Subscriptions subscriptions = this.subscribers.cache().get();
		List<NewWebhookDelivery> deliveries = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			RecordedEvent event = events.get(i);
			List<RecordedEvent> later = events.subList(i + 1, events.size());
			for (StoredSubscriber stored : subscriptions.about(event.subAccount()).toList()) {
				for (WebhookEventType type : stored.subscriber().settings().events()) {
					if (type.fact() == event.event().type() && (!type.firstOnly() || isFirst(event.event(), later))) {
						deliveries.add(new NewWebhookDelivery(stored.id(), type, event));
					}
				}
			}
		}
		if (!deliveries.isEmpty()) {
			this.deliveries.add(deliveries);
		}
	}

	/**
	 * Whether no person did this before. What machines do does not count.
	 * @param later the facts that were recorded with it, but after it
	 */
	private boolean isFirst(DeliveryEvent event, List<RecordedEvent> later) {
		Engagement engagement = event.engagement();
		EmailAddress recipient = event.recipient();
		if (recipient == null || (engagement != null && engagement.automated())) {
			return false;
		}
		Store store = this.deliveries.store();
		List<UUID> before = store.jdbc()
			.query("select id, address from sendpost_event where email_id = ? and type = ? and automated = ?",
					(row, number) -> {
						String address = row.getString("address");
						boolean same = address != null && EmailAddress.parse(address).isSameMailbox(recipient);
						return same ? store.platform().requiredUuid(row, "id") : event.id();
					}, store.platform().parameter(event.emailId()), event.type().name(), false);
		return before.stream()
			.allMatch(
					(id) -> id.equals(event.id()) || later.stream().anyMatch((other) -> other.event().id().equals(id)));
	}

}
