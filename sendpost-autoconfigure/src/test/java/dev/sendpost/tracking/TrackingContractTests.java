package dev.sendpost.tracking;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBatch;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.Receipt;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionEventListener;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.LateVariables;
import dev.sendpost.template.TemplatePolicy;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.OutgoingEmail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is promised about readers, with a real outbox, log and list of suppressions.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(names = { "H2", "POSTGRESQL" })
class TrackingContractTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private static final Client PERSON = new Client(false, "192.0.2.1", "Thunderbird");

	private static final Client MACHINE = new Client(true, "192.0.2.2", "curl/8");

	private static final Duration WAIT = Duration.ofSeconds(20);

	private final FreshDatabase database;

	private final Store store;

	private final Suppressions suppressions;

	private final FakeTransport transport = FakeTransport.accepting("a");

	private final TrackingLinks links = TrackingFixture.links();

	private final OutboxNode node;

	private final AtomicInteger lost = new AtomicInteger();

	private final List<EngagementRecorder> recorders = new ArrayList<>();

	TrackingContractTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.store = OutboxNode.store(this.database.dataSource());
		this.suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), this.store, List::of);
		LateVariables late = new LateVariables(
				Set.of(TrackingLinks.UNSUBSCRIBE_VARIABLE, TrackingLinks.PREFERENCES_VARIABLE));
		this.node = OutboxNode.on(this.store)
			.policies(new TemplatePolicy(List::of, late), new SuppressionPolicy(this.suppressions),
					new TrackingPolicy(this.links, TrackingFixture.SETTINGS))
			.recordedEventListeners(new SuppressionEventListener(this.suppressions))
			.transports(this.transport)
			.build();
	}

	@AfterEach
	void close() throws Exception {
		for (EngagementRecorder recorder : this.recorders) {
			recorder.destroy();
		}
		this.node.close();
		this.suppressions.destroy();
		this.database.close();
	}

	@Test
	void aBroadcastThatIsQueuedDoesNotGoToWhoHasLeft() {
		Receipt first = send(broadcast());
		this.node.start();
		String token = TrackingFixture.tokens(sent(first).html(), "u").get(0);
		this.node.stop();
		Receipt queued = this.node.gateway().send(broadcast().build());
		Receipt invoice = this.node.gateway().send(email().build());
		Receipt ofOthers = this.node.gateway().forSubAccount("other").send(broadcast().build());
		unsubscriptions().unsubscribe(this.links.reader(token).orElseThrow(), PERSON);
		try (OutboxNode other = OutboxNode.on(this.store)
			.policies(new SuppressionPolicy(this.suppressions),
					new TrackingPolicy(this.links, TrackingFixture.SETTINGS))
			.transports(this.transport)
			.build()) {
			other.start();
			await(queued, EmailStatus.DROPPED);
			await(invoice, EmailStatus.SENT);
			await(ofOthers, EmailStatus.SENT);
		}
		assertThat(this.transport.attempts()).extracting(OutgoingEmail::id)
			.containsExactlyInAnyOrder(first.id(), invoice.id(), ofOthers.id());
	}

	@Test
	void whoLeavesIsRecordedOnceAndMayComeBackAndLeaveAgain() {
		Receipt receipt = send(broadcast());
		this.node.start();
		Reader reader = this.links.reader(TrackingFixture.tokens(sent(receipt).html(), "u").get(0)).orElseThrow();
		Unsubscriptions unsubscriptions = unsubscriptions();
		assertThat(unsubscriptions.receives(reader)).isTrue();
		unsubscriptions.unsubscribe(reader, PERSON);
		unsubscriptions.unsubscribe(reader, PERSON);
		assertThat(unsubscriptions.receives(reader)).isFalse();
		unsubscriptions.resubscribe(reader);
		assertThat(unsubscriptions.receives(reader)).isTrue();
		unsubscriptions.unsubscribe(reader, PERSON);
		assertThat(unsubscriptions.receives(reader)).isFalse();
		assertThat(facts(receipt, DeliveryEventType.UNSUBSCRIBED)).singleElement().satisfies((fact) -> {
			assertThat(fact.recipient()).isEqualTo(ANN);
			assertThat(fact.engagement()).isNull();
		});
	}

	@Test
	void aLinkOutlivesItsMessage() {
		Reader reader = new Reader("default", ANN, UUID.randomUUID());
		unsubscriptions().unsubscribe(reader, PERSON);
		assertThat(unsubscriptions().receives(reader)).isFalse();
		assertThat(this.node.count("sendpost_event")).isZero();
	}

	@Test
	void eachOfABatchHasALinkOfHisOwn() {
		List<Receipt> receipts = this.node.gateway()
			.send(EmailBatch.of(broadcast().html("<p>{{name}}</p><a href='{{unsubscribe_url}}'>x</a>").build())
				.to("ann@example.com", Map.of("name", "Ann"))
				.to("bob@example.com", Map.of("name", "Bob")));
		this.node.start();
		for (Receipt receipt : receipts) {
			await(receipt, EmailStatus.SENT);
			Email email = sent(receipt);
			assertThat(this.links.reader(TrackingFixture.tokens(email.html(), "u").get(0)))
				.hasValue(new Reader("default", email.to().get(0), receipt.id()));
			assertThat(email.html()).contains(email.to().get(0).localPart().equals("ann") ? "<p>Ann" : "<p>Bob");
		}
		assertThat(receipts).hasSize(2);
	}

	@Test
	void whatReadersDoBecomesFactsAboutThem() {
		Receipt receipt = send(email());
		this.node.start();
		Email email = sent(receipt);
		EngagementRecorder recorder = recorder(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)), false);
		TrackedMessage message = this.links.open(TrackingFixture.tokens(email.html(), "o").get(0)).orElseThrow();
		TrackedLink link = this.links.click(TrackingFixture.tokens(email.html(), "c").get(0)).orElseThrow();
		recorder.opened(message, PERSON);
		recorder.opened(message, MACHINE);
		recorder.clicked(link, PERSON);
		Awaitility.await().atMost(WAIT).until(() -> this.node.log().find(receipt.id()).size() >= 5);
		assertThat(facts(receipt, DeliveryEventType.OPENED)).extracting(DeliveryEvent::engagement)
			.containsExactlyInAnyOrder(null, new Engagement(true, null, null, null));
		assertThat(facts(receipt, DeliveryEventType.CLICKED)).singleElement().satisfies((fact) -> {
			assertThat(fact.recipient()).isEqualTo(ANN);
			assertThat(fact.engagement()).isEqualTo(new Engagement(false, "https://shop.example/", null, null));
		});
	}

	@Test
	void addressesAndAgentsAreKeptIfConfiguredAndTheReaderIsKnown() {
		Receipt receipt = send(email());
		Receipt several = send(email().cc("bob@example.com"));
		this.node.start();
		await(receipt, EmailStatus.SENT);
		await(several, EmailStatus.SENT);
		EngagementRecorder recorder = recorder(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)), true);
		recorder.opened(TrackedMessage.of(receipt.id(), ANN), PERSON);
		recorder.opened(TrackedMessage.of(several.id(), null), PERSON);
		recorder.opened(TrackedMessage.of(receipt.id(), EmailAddress.parse("nobody@example.com")), PERSON);
		awaitFacts(several, DeliveryEventType.OPENED, 1);
		assertThat(facts(receipt, DeliveryEventType.OPENED)).extracting(DeliveryEvent::engagement)
			.containsExactly(new Engagement(false, null, "192.0.2.1", "Thunderbird"));
		assertThat(facts(several, DeliveryEventType.OPENED)).singleElement().satisfies((fact) -> {
			assertThat(fact.recipient()).isNull();
			assertThat(fact.engagement()).isNull();
		});
	}

	@Test
	void whatIsRepeatedWithinAMinuteIsOneFact() {
		Receipt receipt = send(email());
		this.node.start();
		await(receipt, EmailStatus.SENT);
		Instant later = Instant.ofEpochSecond(Instant.now().plusSeconds(600).getEpochSecond() / 60 * 60);
		TrackedMessage message = TrackedMessage.of(receipt.id(), ANN);
		for (int seconds : List.of(0, 30, 59, 60)) {
			recorder(Clock.offset(Clock.fixed(later, ZoneOffset.UTC), Duration.ofSeconds(seconds)), false)
				.opened(message, PERSON);
		}
		awaitFacts(receipt, DeliveryEventType.OPENED, 2);
	}

	@Test
	void whoClicksAsSoonAsTheServerHasTheMessageIsAMachine() {
		Receipt receipt = send(email());
		this.node.start();
		await(receipt, EmailStatus.SENT);
		Instant sentAt = facts(receipt, DeliveryEventType.SENT).get(0).occurredAt();
		for (long millis : List.of(-500L, 900L, 1100L)) {
			recorder(Clock.fixed(sentAt.plusMillis(millis), ZoneOffset.UTC), false).clicked(
					new TrackedLink(TrackedMessage.of(receipt.id(), ANN), "https://shop.example/" + millis), PERSON);
		}
		awaitFacts(receipt, DeliveryEventType.CLICKED, 3);
		assertThat(facts(receipt, DeliveryEventType.CLICKED))
			.extracting((fact) -> fact.engagement().url() + " " + fact.engagement().automated())
			.containsExactlyInAnyOrder("https://shop.example/-500 true", "https://shop.example/900 true",
					"https://shop.example/1100 false");
	}

	@Test
	void whatTheDatabaseRefusesIsLostAndTheRestGoesOn() {
		Receipt receipt = send(email());
		this.node.start();
		await(receipt, EmailStatus.SENT);
		this.node.stop();
		TrackedMessage message = TrackedMessage.of(receipt.id(), ANN);
		EngagementRecorder recorder = recorder(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)), false);
		this.store.jdbc().execute("alter table sendpost_recipient rename to sendpost_elsewhere");
		try {
			recorder.opened(message, PERSON);
			Awaitility.await().atMost(WAIT).until(() -> this.lost.get() == 1);
		}
		finally {
			this.store.jdbc().execute("alter table sendpost_elsewhere rename to sendpost_recipient");
		}
		recorder.opened(message, PERSON);
		awaitFacts(receipt, DeliveryEventType.OPENED, 1);
	}

	@Test
	void whileTheDatabaseIsAwayFactsWait() {
		Receipt receipt = send(email());
		this.node.start();
		await(receipt, EmailStatus.SENT);
		AtomicInteger refused = new AtomicInteger();
		AtomicBoolean away = new AtomicBoolean(true);
		DataSource failing = new DelegatingDataSource(this.store.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				if (away.get()) {
					refused.incrementAndGet();
					throw new SQLTransientConnectionException("away");
				}
				return super.getConnection();
			}

		};
		Store store = new Store(failing, this.store.platform(), new JdbcTransactionManager(failing));
		EngagementRecorder recorder = new EngagementRecorder(store, new JdbcDeliveryLog(store, List.of(), (event) -> {
		}), TrackingFixture.SETTINGS, TrackingObserver.NONE, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
		this.recorders.add(recorder);
		recorder.opened(TrackedMessage.of(receipt.id(), ANN), PERSON);
		Awaitility.await().atMost(WAIT).until(() -> refused.get() >= 2);
		assertThat(facts(receipt, DeliveryEventType.OPENED)).isEmpty();
		away.set(false);
		awaitFacts(receipt, DeliveryEventType.OPENED, 1);
	}

	private EngagementRecorder recorder(Clock clock, boolean kept) {
		EngagementRecorder recorder = new EngagementRecorder(this.store, this.node.log(),
				TrackingFixture.settings("https://www.acme.example", true, true, kept), new TrackingObserver() {

					@Override
					public void lost(int count) {
						TrackingContractTests.this.lost.addAndGet(count);
					}

				}, clock);
		this.recorders.add(recorder);
		return recorder;
	}

	private Unsubscriptions unsubscriptions() {
		return new Unsubscriptions(this.store, this.suppressions, this.node.log(), TrackingFixture.SETTINGS,
				Clock.systemUTC());
	}

	private static EmailBuilder email() {
		return Email.builder()
			.from("news@acme.example")
			.to("ann@example.com")
			.subject("News")
			.html("<a href='https://shop.example/'>Shop</a>");
	}

	private static EmailBuilder broadcast() {
		return email().stream(EmailStream.BROADCAST).html("<a href='{{unsubscribe_url}}'>Leave</a>");
	}

	private Receipt send(EmailBuilder email) {
		return this.node.gateway().send(email.build());
	}

	private Email sent(Receipt receipt) {
		await(receipt, EmailStatus.SENT);
		return this.transport.attempts()
			.stream()
			.filter((attempt) -> attempt.id().equals(receipt.id()))
			.findFirst()
			.orElseThrow()
			.email();
	}

	private void await(Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.atMost(WAIT)
			.until(() -> this.node.gateway().find(receipt.id()).orElseThrow().status() == status);
	}

	private void awaitFacts(Receipt receipt, DeliveryEventType type, int count) {
		Awaitility.await().atMost(WAIT).until(() -> facts(receipt, type).size() == count);
	}

	private List<DeliveryEvent> facts(Receipt receipt, DeliveryEventType type) {
		return this.node.log().find(receipt.id()).stream().filter((event) -> event.type() == type).toList();
	}

}
