package dev.sendpost.webhook.inbound;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.webhook.inbound.format.ReportedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventIds}.
 */
class EventIdsTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private final EventIds ids = new EventIds();

	private UUID id(@Nullable String id, String type, DeliveryEventType meaning, int second) {
		return this.ids.of("acme",
				ReportedEvent.of(type, meaning)
					.id(id)
					.recipient(ANN)
					.occurredAt(Instant.ofEpochSecond(1_700_000_000 + second))
					.build());
	}

	@Test
	void anEventThatIsReportedAgainHasTheSameId() {
		assertThat(id("e1", "opened", DeliveryEventType.OPENED, 0))
			.isEqualTo(id("e1", "opened_unique", DeliveryEventType.OPENED, 1))
			.isNotEqualTo(id("e2", "opened", DeliveryEventType.OPENED, 0));
		assertThat(id(null, "opened", DeliveryEventType.OPENED, 0))
			.isEqualTo(id(null, "opened", DeliveryEventType.OPENED, 0))
			.isNotEqualTo(id(null, "opened", DeliveryEventType.OPENED, 1));
	}

	@Test
	void underTheIdOfAMessageEachKindOfFactIsAnEvent() {
		assertThat(id("m1", "sent", DeliveryEventType.SENT, 0))
			.isNotEqualTo(id("m1", "delivered", DeliveryEventType.DELIVERED, 0));
	}

}
