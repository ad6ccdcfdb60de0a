package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link DirectOutbox} promises, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class DirectOutboxTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private static final EmailAddress BOB = EmailAddress.parse("bob@example.com");

	private final FreshDatabase database;

	private final FakeTransport transport = FakeTransport.accepting("a");

	private final OutboxNode node;

	private final UUID id = UUID.randomUUID();

	DirectOutboxTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = OutboxNode.on(this.database.dataSource()).transports(this.transport).build();
	}

	@AfterEach
	void close() {
		this.node.close();
		this.database.close();
	}

	private DirectOutbox outbox(Duration lease) {
		return new DirectOutbox(this.node.outbox(), lease);
	}

	private NewEmail email() {
		Email email = Email.builder()
			.from("you@acme.example")
			.to(ANN, BOB)
			.subject("Hello")
			.text("World")
			.route("smtp.example.com:587")
			.build();
		return new NewEmail(this.id, "<" + this.id + "@acme.example>", Instant.EPOCH, "default", email, email,
				List.of());
	}

	private EmailRecord found() {
		return this.node.gateway().find(this.id).orElseThrow();
	}

	private static List<RecipientOutcome> outcomes() {
		return List.of(RecipientOutcome.sent(ANN, "smtp.example.com:587", "250 2.0.0 Ok"),
				RecipientOutcome.bounced(BOB, "smtp.example.com:587", "550 5.1.1 No such user"));
	}

	@Test
	void aMessageIsBeingSentUntilItIsSettled() {
		DirectOutbox outbox = outbox(Duration.ofMinutes(1));
		UUID lease = outbox.hold(email());
		assertThat(found()).returns(EmailStatus.SENDING, EmailRecord::status)
			.returns("smtp.example.com:587", EmailRecord::route);
		assertThat(this.node.gateway().cancel(this.id)).isFalse();
		assertThat(this.node.gateway().reschedule(this.id, Instant.EPOCH)).isFalse();
		outbox.settle(this.id, lease, outcomes());
		assertThat(found()).returns(EmailStatus.SENT, EmailRecord::status)
			.returns(1, EmailRecord::attempts)
			.returns(null, EmailRecord::dueAt);
		assertThat(found().outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED);
		assertThat(this.node.events()).extracting(DeliveryEvent::type)
			.containsExactly(DeliveryEventType.PROCESSED, DeliveryEventType.SENT, DeliveryEventType.BOUNCED);
		assertThat(this.node.log().find(this.id)).hasSize(3);
	}

	@Test
	void aMessageThatNobodySettledHasFailedAndIsNotSentByAnotherNode() {
		outbox(Duration.ofMillis(1)).hold(email());
		this.node.start();
		Awaitility.await().untilAsserted(() -> assertThat(found().status()).isEqualTo(EmailStatus.FAILED));
		assertThat(found().outcomes()).hasSize(2).allSatisfy((outcome) -> {
			assertThat(outcome.perhapsSent()).isTrue();
			assertThat(outcome.reason()).contains("may have been sent");
		});
		assertThat(found().dueAt()).isNull();
		assertThat(this.transport.attempts()).isEmpty();
	}

	@Test
	void whatBecameOfAMessageIsKnownAlsoIfTheLeaseIsLost() {
		DirectOutbox outbox = outbox(Duration.ofMillis(1));
		UUID lease = outbox.hold(email());
		this.node.start();
		Awaitility.await().untilAsserted(() -> assertThat(found().status()).isEqualTo(EmailStatus.FAILED));
		outbox.settle(this.id, lease, outcomes());
		assertThat(this.node.log().find(this.id)).extracting(DeliveryEvent::type)
			.contains(DeliveryEventType.SENT, DeliveryEventType.BOUNCED);
		assertThat(found().status()).isEqualTo(EmailStatus.SENT);
		assertThat(this.transport.attempts()).isEmpty();
	}

	@Test
	void aMessageForNobodyIsDropped() {
		DirectOutbox outbox = outbox(Duration.ofMinutes(1));
		Email email = email().email();
		List<RecipientOutcome> dropped = new ArrayList<>();
		email.recipients().forEach((recipient) -> dropped.add(RecipientOutcome.dropped(recipient, "suppressed")));
		UUID lease = outbox.hold(new NewEmail(this.id, "<" + this.id + "@acme.example>", Instant.EPOCH, "default",
				email, email, dropped));
		outbox.settle(this.id, lease, List.of());
		assertThat(found().status()).isEqualTo(EmailStatus.DROPPED);
	}

	@Test
	void itSaysWhatIsPaused() {
		DirectOutbox outbox = outbox(Duration.ofMinutes(1));
		assertThat(outbox.isPaused("shop")).isFalse();
		this.node.queue().pauseSubAccount("shop");
		assertThat(outbox.isPaused("shop")).isTrue();
		assertThat(outbox.isPaused("default")).isFalse();
		this.node.queue().pause();
		assertThat(outbox.isPaused("default")).isTrue();
	}

}
