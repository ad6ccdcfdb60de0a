package dev.sendpost.observation;

import java.util.concurrent.TimeUnit;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutboxMeters}.
 */
class OutboxMetersTests {

	@Test
	void theQueueAndWhatTheDispatcherDoesAreMeasured() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		OutboxMeters meters = new OutboxMeters(beans.getBeanProvider(MailQueue.class));
		meters.bindTo(registry);
		try (FreshDatabase database = TestDatabase.H2.fresh();
				OutboxNode node = OutboxNode.on(database.dataSource())
					.transports(FakeTransport.answering("a",
							(recipient) -> recipient.localPart().equals("later")
									? RecipientOutcome.deferred(recipient, "a", "451 Later")
									: RecipientOutcome.sent(recipient, "a", "250 Ok")))
					.observer(meters)
					.build()) {
			beans.addBean("queue", node.queue());
			send(node, "ann@example.com");
			send(node, "later@example.com");
			assertThat(registry.get("sendpost.outbox.messages").tag("status", "queued").gauge().value()).isEqualTo(2);
			assertThat(registry.get("sendpost.outbox.messages").tag("status", "deferred").gauge().value()).isZero();
			assertThat(registry.get("sendpost.outbox.delay").timeGauge().value(TimeUnit.SECONDS)).isBetween(0.0, 60.0);
			node.start();
			Awaitility.await().untilAsserted(() -> {
				assertThat(registry.get("sendpost.outbox.attempts").tag("result", "settled").counter().count()).isOne();
				assertThat(registry.get("sendpost.outbox.attempts").tag("result", "retried").counter().count())
					.isGreaterThanOrEqualTo(1);
			});
			assertThat(registry.get("sendpost.outbox.claim").timer().count()).isPositive();
			assertThat(registry.get("sendpost.outbox.commit").timer().count()).isPositive();
			assertThat(node.queue().state().depth()).doesNotContainKey(EmailStatus.QUEUED);
		}
	}

	private static void send(OutboxNode node, String to) {
		node.gateway().send(Email.builder().from("a@example.com").to(to).text("Hello").build());
	}

}
