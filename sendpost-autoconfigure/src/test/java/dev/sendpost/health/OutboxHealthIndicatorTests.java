package dev.sendpost.health;

import java.time.Duration;
import java.time.Instant;

import dev.sendpost.Email;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutboxHealthIndicator}.
 */
class OutboxHealthIndicatorTests {

	private final FreshDatabase database = TestDatabase.H2.fresh();

	private final OutboxNode node = OutboxNode.on(this.database.dataSource())
		.transports(FakeTransport.accepting("a"))
		.build();

	private final MutableClock clock = new MutableClock();

	@AfterEach
	void close() {
		this.node.close();
		this.database.close();
	}

	@Test
	void whatWaitsIsCounted() {
		send(null);
		send(Instant.now().plus(Duration.ofDays(1)));
		Health health = health(Duration.ofMinutes(1)).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("queued", 1L).containsEntry("scheduled", 1L).containsKey("delay");
	}

	@Test
	void mailThatHasBeenDueForTooLongIsDown() {
		send(null);
		OutboxHealthIndicator indicator = health(Duration.ofMillis(1));
		Awaitility.await().untilAsserted(() -> {
			this.clock.advance(Duration.ofMinutes(1));
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("error")).asString().contains("due for longer than PT0.001S");
		});
	}

	@Test
	void aPauseIsShownAndExplainsTheDelay() {
		this.node.queue().pause();
		this.node.queue().pauseTransport("a");
		send(null);
		OutboxHealthIndicator indicator = health(Duration.ofNanos(1));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("paused", "everything")
			.containsKey("pausedTransports");
	}

	@Test
	void anAnswerCountsForAWhile() {
		OutboxHealthIndicator indicator = health(Duration.ofMinutes(1));
		indicator.health();
		send(null);
		assertThat(indicator.health().getDetails()).doesNotContainKey("queued");
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(indicator.health().getDetails()).containsEntry("queued", 1L);
	}

	@Test
	void aStoreThatCannotBeReadIsDown() {
		OutboxHealthIndicator indicator = health(Duration.ofMinutes(1));
		this.database.close();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	private OutboxHealthIndicator health(Duration maxDelay) {
		return new OutboxHealthIndicator(this.node.queue(), maxDelay, Duration.ofSeconds(30), this.clock);
	}

	private void send(@Nullable Instant sendAt) {
		this.node.gateway()
			.send(Email.builder().from("a@example.com").to("b@example.com").text("Hello").sendAt(sendAt).build());
	}

}
