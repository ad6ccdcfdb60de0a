package dev.sendpost.api.sendry;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sendpost.EmailStatus;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;

/**
 * What the service calls the statuses of messages and campaigns, and the facts about
 * messages.
 */
final class Statuses {

	private static final String COMPLAINED = "complained";

	/** The statuses in which a reader can have a message. */
	private static final Set<EmailStatus> ARRIVED = Set.of(EmailStatus.SENT, EmailStatus.DELIVERED);

	private Statuses() {
	}

	static String of(EmailStatus status) {
		return switch (status) {
			case SCHEDULED, QUEUED, DEFERRED -> "queued";
			case SENDING -> "sending";
			case SENT -> "sent";
			case DELIVERED -> "delivered";
			case BOUNCED -> "bounced";
			case DROPPED, FAILED -> "failed";
			case CANCELLED -> "cancelled";
		};
	}

	static String of(EmailStatus status, Collection<DeliveryEvent> events) {
		boolean complained = events.stream().anyMatch((event) -> event.type() == DeliveryEventType.COMPLAINED);
		return (complained && ARRIVED.contains(status)) ? COMPLAINED : of(status);
	}

	/**
	 * The statuses that a client looks for by one of the service's.
	 */
	static List<EmailStatus> parse(String status) {
		if (status.equals(COMPLAINED)) {
			throw ApiProblem.invalid("status", "complaints cannot be looked for here; ask for the logs of their type");
		}
		List<EmailStatus> statuses = Arrays.stream(EmailStatus.values())
			.filter((known) -> of(known).equals(status))
			.toList();
		if (statuses.isEmpty()) {
			throw ApiProblem.invalid("status",
					"must be one of queued, sending, sent, delivered, bounced, failed, cancelled");
		}
		return statuses;
	}

	static String of(DeliveryEventType type) {
		return (type == DeliveryEventType.PROCESSED) ? "queued" : type.name().toLowerCase(Locale.ROOT);
	}

	static String of(CampaignStatus status) {
		return (status == CampaignStatus.COMPLETED) ? "sent" : status.name().toLowerCase(Locale.ROOT);
	}

	static CampaignStatus parseCampaign(String status) {
		return Arrays.stream(CampaignStatus.values())
			.filter((known) -> of(known).equals(status))
			.findFirst()
			.orElseThrow(() -> ApiProblem.invalid("status", "must be one of "
					+ Arrays.stream(CampaignStatus.values()).map(Statuses::of).collect(Collectors.joining(", "))));
	}

	static DeliveryEventType parseEvent(String type) {
		Optional<DeliveryEventType> found = Arrays.stream(DeliveryEventType.values())
			.filter((known) -> of(known).equals(type))
			.findFirst();
		return found.orElseThrow(() -> ApiProblem.invalid("type", "must be one of "
				+ Arrays.stream(DeliveryEventType.values()).map(Statuses::of).collect(Collectors.joining(", "))));
	}

}
