package dev.sendpost.webhook.inbound;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.webhook.inbound.format.WebhookExample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What follows for the recipient from each event that a provider documents.
 */
class WebhookConclusionTests {

	private static FreshDatabase database;

	private static WebhookNode node;

	private static int count;

	@BeforeAll
	static void start() throws Exception {
		database = TestDatabase.H2.fresh();
		node = new WebhookNode(OutboxNode.store(database.dataSource()));
	}

	@AfterAll
	static void stop() {
		node.close();
		database.close();
	}

	static Stream<WebhookExample> examples() {
		return WebhookExample.all().stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void isDrawn(WebhookExample example) {
		String recipient = "r" + (++count) + "@example.com";
		UUID email = node.send(recipient);
		node.receive(example, recipient);
		node.processor.processDue();
		List<DeliveryEvent> reported = node.reported(email);
		if (example.meaning().equals("UNKNOWN")) {
			assertThat(reported).isEmpty();
		}
		else {
			assertThat(reported).singleElement()
				.satisfies((event) -> assertThat(event.type()).hasToString(example.meaning()));
		}
		Suppressions suppressions = node.suppressions;
		String reasons = suppressions.explain(EmailAddress.parse(recipient), "default", EmailStream.BROADCAST)
			.entries()
			.stream()
			.map((suppression) -> name(suppression.reason()))
			.findFirst()
			.orElseGet(() -> isSoftBounced(email) ? "soft" : "-");
		assertThat(reasons).isEqualTo(example.conclusion());
	}

	private static boolean isSoftBounced(UUID email) {
		Integer bounces = node.store.jdbc()
			.queryForObject("select count(*) from sendpost_soft_bounce where email_id = ?", Integer.class,
					node.store.platform().parameter(email));
		return bounces != null && bounces > 0;
	}

	private static String name(SuppressionReason reason) {
		return switch (reason) {
			case HARD_BOUNCE -> "hard";
			case SPAM_COMPLAINT -> "complaint";
			case UNSUBSCRIBE -> "unsubscribe";
			default -> reason.name();
		};
	}

}
