package dev.sendpost.webhook.inbound;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.ReportScope;
import dev.sendpost.event.SentMessage;
import dev.sendpost.event.SentMessages;
import dev.sendpost.webhook.inbound.format.ReportedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Records what a webhook reports.
 */
final class EventRecorder {

	private final DeliveryLog log;

	private final SentMessages messages;

	private final EventIds ids = new EventIds();

	EventRecorder(DeliveryLog log, SentMessages messages) {
		this.log = log;
		this.messages = messages;
	}

	/**
	 * Record events, in the current transaction. Those that are known are not recorded
	 * again.
	 * @param patient whether what cannot be recorded now is worth another try later
	 */
	Result record(ReceivingSource source, Instant receivedAt, List<ReportedEvent> events, boolean patient) {
		List<DeliveryEvent> facts = new ArrayList<>();
		int waiting = 0;
		int unmatched = 0;
		int unknown = 0;
		for (ReportedEvent event : events) {
			if (event.meaning() == null) {
				unknown++;
				continue;
			}
			SentMessage message = find(event, source.scope());
			if (message == null || message.beingSent()) {
				// What is being sent has no outcome yet, nor the id that comes with it.
				if (patient && isIdentified(event)) {
					waiting++;
					continue;
				}
			}
			if (message == null || !isAboutOne(message, event.meaning())) {
				unmatched++;
				continue;
			}
			facts.add(fact(source.name(), receivedAt, event, event.meaning(), message));
		}
		this.log.record(facts);
		return new Result(facts.size(), waiting, unmatched, unknown);
	}

	private @Nullable SentMessage find(ReportedEvent event, ReportScope scope) {
		Optional<SentMessage> found = this.messages.findByProviderId(event.providerMessageIds(), event.recipient(),
				scope);
		if (found.isEmpty() && event.messageId() != null) {
			found = this.messages.findByMessageId(event.messageId(), event.recipient(), scope);
		}
		return found.orElse(null);
	}

	private static boolean isIdentified(ReportedEvent event) {
		return event.messageId() != null || !event.providerMessageIds().isEmpty();
	}

	/**
	 * That somebody of several opened it can be told without saying who. Anything else
	 * would be told of all of them.
	 */
	private static boolean isAboutOne(SentMessage message, DeliveryEventType meaning) {
		return message.recipient() != null || meaning == DeliveryEventType.OPENED
				|| meaning == DeliveryEventType.CLICKED;
	}

	private DeliveryEvent fact(String source, Instant receivedAt, ReportedEvent event, DeliveryEventType meaning,
			SentMessage message) {
		String providerMessageId = event.providerMessageIds().stream().findFirst().orElse(null);
		return new DeliveryEvent(this.ids.of(source, event), message.emailId(), message.recipient(), meaning,
				occurredAt(event, receivedAt, message), source, message.transport(), event.statusCode(),
				event.serverText(), event.reason(), false, providerMessageId, event.engagement());
	}

	/**
	 * When it happened: what is reported, unless that was before the message or after the
	 * report.
	 */
	private static Instant occurredAt(ReportedEvent event, Instant receivedAt, SentMessage message) {
		Instant reported = event.occurredAt();
		Instant latest = (reported == null || reported.isAfter(receivedAt)) ? receivedAt : reported;
		return latest.isBefore(message.acceptedAt()) ? message.acceptedAt() : latest;
	}

	/**
	 * What became of events.
	 *
	 * @param recorded how many are in the log
	 * @param waiting how many are to be tried again
	 * @param unmatched how many are about nothing that is known
	 * @param unknown how many are of a kind that is not recorded
	 */
	record Result(int recorded, int waiting, int unmatched, int unknown) {

		WebhookDeliveryState state() {
			if (this.unmatched > 0) {
				return WebhookDeliveryState.UNMATCHED;
			}
			return (this.unknown > 0) ? WebhookDeliveryState.UNKNOWN_TYPE : WebhookDeliveryState.RECORDED;
		}

		WebhookObserver.EventCounts counts() {
			return new WebhookObserver.EventCounts(this.recorded, this.unmatched, this.unknown);
		}

	}

}
