package dev.sendpost.webhook.inbound;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.RecordedEvent;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.event.ReportScope;
import dev.sendpost.outbox.OutboxEraser;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.webhook.inbound.format.ReportedEvent;
import dev.sendpost.webhook.inbound.format.WebhookFormat;
import dev.sendpost.webhook.inbound.signature.LocalReplayGuard;
import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What holds for webhooks that are received, on each database.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class WebhookProcessorContractTests {

	private static final String ANN = "ann@example.com";

	private final FreshDatabase database;

	private Store store;

	private WebhookNode node;

	WebhookProcessorContractTests(TestDatabase kind) {
		this.database = kind.clean();
	}

	@BeforeEach
	void start() throws Exception {
		this.store = OutboxNode.store(this.database.dataSource());
		this.node = new WebhookNode(this.store);
	}

	@AfterEach
	void stop() {
		this.node.close();
		this.database.close();
	}

	@Test
	void whatIsReportedIsRecordedOnce() {
		UUID email = this.node.send(ANN);
		assertThat(this.node.receive("sendgrid", "1", delivered("e1"))).isTrue();
		assertThat(this.node.receive("sendgrid", "1", delivered("e1"))).isFalse();
		assertThat(this.node.receive("sendgrid", "2", delivered("e1"))).isTrue();
		this.node.processor.processDue();
		this.node.processor.processDue();
		assertThat(this.node.reported(email)).singleElement().satisfies((event) -> {
			assertThat(event.type()).isEqualTo(DeliveryEventType.DELIVERED);
			assertThat(event.source()).isEqualTo("sendgrid");
			assertThat(event.transport()).isEqualTo("fake");
			assertThat(event.providerMessageId()).isEqualTo(WebhookNode.id(ANN));
			assertThat(event.serverText()).isEqualTo("250 OK");
			assertThat(event.id().version()).isEqualTo(5);
		});
		assertThat(this.node.status(email, ANN)).isEqualTo(EmailStatus.DELIVERED);
		assertThat(this.node.outbox.gateway().find(email).orElseThrow().status()).isEqualTo(EmailStatus.DELIVERED);
		assertThat(this.node.outbox.gateway().find(email).orElseThrow().receipt().outcomes().get(0).transport())
			.isEqualTo("fake");
		assertThat(this.node.kept(WebhookDeliveryState.RECORDED)).isEqualTo(2);
		assertThat(bodies()).as("bodies of what is recorded").isZero();
	}

	@Test
	void theStatusesAreTheSameInWhateverOrderEventsCome() {
		UUID first = this.node.send("a@example.com");
		UUID second = this.node.send("b@example.com");
		for (UUID email : List.of(first, second)) {
			String to = (email == first) ? "a@example.com" : "b@example.com";
			List<String> bodies = new ArrayList<>();
			for (String event : List.of("processed", "deferred", "delivered", "open", "click")) {
				bodies.add(sendGrid(event, to + event, WebhookNode.id(to), to));
			}
			Collections.shuffle(bodies, new Random((email == first) ? 1 : 7));
			bodies.addAll(List.copyOf(bodies));
			bodies.forEach((body) -> this.node.receive("sendgrid", UUID.randomUUID().toString(), body));
			this.node.processor.processDue();
			assertThat(this.node.reported(email)).hasSize(5);
			assertThat(this.node.status(email, to)).isEqualTo(EmailStatus.DELIVERED);
		}
	}

	@Test
	void aReportMayComeBeforeTheOutcomeItIsAbout() {
		this.node.receiveAndProcess("sendgrid", "1", delivered("e1"));
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
		assertThat(this.node.settled).isEmpty();
		UUID email = this.node.send(ANN);
		this.node.elapse(Duration.ZERO);
		this.node.processor.processDue();
		assertThat(this.node.reported(email)).hasSize(1);
		assertThat(this.node.status(email, ANN)).isEqualTo(EmailStatus.DELIVERED);
		assertThat(this.node.settled).containsExactly("sendgrid RECORDED 1/0/0");
	}

	@Test
	void aReportWaitsWhileTheMessageIsBeingSent() {
		Receipt receipt = this.node.outbox.gateway().send(WebhookNode.email(ANN));
		String id = receipt.messageId().substring(1, receipt.messageId().length() - 1);
		lease(receipt.id(), true);
		this.node.receiveAndProcess("brevo", "1", brevo("delivered", id, ANN));
		assertThat(this.node.reported(receipt.id())).isEmpty();
		lease(receipt.id(), false);
		this.node.elapse(Duration.ZERO);
		this.node.processor.processDue();
		assertThat(this.node.reported(receipt.id())).hasSize(1);
	}

	@Test
	void aMessageIsFoundByItsOwnIdToo() {
		UUID email = this.node.send(ANN, "bob@example.com");
		String messageId = this.node.outbox.gateway().find(email).orElseThrow().receipt().messageId();
		this.node.receiveAndProcess("brevo", "1", brevo("delivered", messageId.toUpperCase(), "Ann@Example.com"));
		assertThat(this.node.status(email, ANN)).isEqualTo(EmailStatus.DELIVERED);
		assertThat(this.node.status(email, "bob@example.com")).isEqualTo(EmailStatus.SENT);
		String foreign = messageId.replace("acme.example", "other.example");
		this.node.receiveAndProcess("brevo", "2", brevo("hard_bounce", foreign, ANN));
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).as("a Message-ID of somebody else's").isEqualTo(1);
	}

	@Test
	void whatMatchesNothingIsKeptAndCountedAfterAQuarterOfAnHour() {
		this.node.receiveAndProcess("sendgrid", "1", delivered("e1"));
		for (int i = 0; i < 3; i++) {
			this.node.elapse(Duration.ofMinutes(4));
			this.node.processor.processDue();
		}
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
		this.node.elapse(Duration.ofMinutes(4));
		this.node.processor.processDue();
		assertThat(this.node.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(1);
		assertThat(this.node.settled).containsExactly("sendgrid UNMATCHED 0/1/0");
		assertThat(bodies()).isEqualTo(1);
	}

	@Test
	void aReportAboutSomebodyElseIsNotTakenForThisRecipient() {
		UUID email = this.node.send(ANN);
		this.node.receive("sendgrid", "1", sendGrid("bounce", "e1", WebhookNode.id(ANN), "bob@example.com"));
		this.node.elapse(WebhookProcessor.PATIENCE);
		this.node.processor.processDue();
		assertThat(this.node.reported(email)).isEmpty();
		assertThat(this.node.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(1);
	}

	@Test
	void whereItIsNotSaidWhoBouncedNobodyDid() {
		UUID email = this.node.send(ANN, "bob@example.com");
		String messageId = this.node.outbox.gateway().find(email).orElseThrow().receipt().messageId();
		this.node.receiveAndProcess("brevo", "1", "{\"event\":\"hard_bounce\",\"message-id\":\"" + messageId + "\"}");
		this.node.receiveAndProcess("brevo", "2", "{\"event\":\"opened\",\"message-id\":\"" + messageId + "\"}");
		assertThat(this.node.reported(email)).singleElement().satisfies((event) -> {
			assertThat(event.type()).isEqualTo(DeliveryEventType.OPENED);
			assertThat(event.recipient()).isNull();
		});
		assertThat(this.node.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(1);
	}

	@Test
	void aSourceReportsOnWhatWentThroughItsTransports() {
		UUID email = this.node.send(ANN);
		String messageId = this.node.outbox.gateway().find(email).orElseThrow().receipt().messageId();
		try (WebhookNode own = new WebhookNode(this.store,
				List.of(reporting("stranger", new ReportScope(Set.of("elsewhere"), null)),
						reporting("carrier", new ReportScope(Set.of("elsewhere", "fake"), null))))) {
			own.receive("stranger", "1", WebhookNode.id(ANN) + " " + ANN);
			own.receive("stranger", "2", messageId + " " + ANN);
			own.receive("stranger", "3", WebhookNode.id(ANN));
			own.receive("stranger", "4", messageId);
			own.elapse(WebhookProcessor.PATIENCE);
			own.processor.processDue();
			assertThat(own.reported(email)).isEmpty();
			assertThat(own.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(4);
			assertThat(own.settled).hasSize(4).containsOnly("stranger UNMATCHED 0/1/0");
			own.receive("carrier", "1", WebhookNode.id(ANN) + " " + ANN);
			own.receive("carrier", "2", messageId + " " + ANN);
			own.receive("carrier", "3", WebhookNode.id(ANN));
			own.receive("carrier", "4", messageId);
			own.processor.processDue();
			assertThat(own.reported(email)).hasSize(4).allSatisfy((event) -> {
				assertThat(event.source()).isEqualTo("carrier");
				assertThat(event.recipient()).isEqualTo(EmailAddress.parse(ANN));
			});
		}
	}

	@Test
	void aSourceReportsOnTheMessagesOfItsSubAccount() {
		UUID email = this.node.send(this.node.outbox.gateway().forSubAccount("shop"), ANN);
		try (WebhookNode own = new WebhookNode(this.store, List.of(reporting("club", new ReportScope(Set.of(), "club")),
				reporting("shop", new ReportScope(Set.of("fake"), "shop"))))) {
			for (String source : List.of("club", "shop")) {
				own.receive(source, "1", WebhookNode.id(ANN) + " " + ANN);
				own.receive(source, "2", WebhookNode.id(ANN));
			}
			own.elapse(WebhookProcessor.PATIENCE);
			own.processor.processDue();
			assertThat(own.reported(email)).hasSize(2)
				.allSatisfy((event) -> assertThat(event.source()).isEqualTo("shop"));
			assertThat(own.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(2);
		}
	}

	@Test
	void anIdThatIsOnlyReportedIsNoProvidersId() {
		UUID email = this.node.send(ANN);
		WebhookFormat claiming = (body,
				headers) -> List.of(ReportedEvent.of("yes", DeliveryEventType.OPENED)
					.id(new String(body, StandardCharsets.UTF_8))
					.providerMessageIds("claimed", WebhookNode.id(ANN))
					.build());
		try (WebhookNode own = new WebhookNode(this.store,
				List.of(new ReceivingSource("claiming", claiming), reporting("own", ReportScope.ALL)))) {
			own.receiveAndProcess("claiming", "1", "e1");
			assertThat(own.reported(email)).singleElement()
				.extracting(DeliveryEvent::providerMessageId)
				.isEqualTo("claimed");
			own.receive("own", "1", "claimed");
			own.receive("own", "2", "claimed " + ANN);
			own.elapse(WebhookProcessor.PATIENCE);
			own.processor.processDue();
			assertThat(own.reported(email)).hasSize(1);
			assertThat(own.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(2);
		}
	}

	@Test
	void anIdOfTwoMessagesIsThatOfNone() {
		String other = "a-nn@example.com";
		String same = "a.nn@example.com";
		assertThat(WebhookNode.id(other)).isEqualTo(WebhookNode.id(same));
		UUID first = this.node.send(other, same);
		UUID second = this.node.send(same);
		this.node.receive("sendgrid", "1", "[{\"event\":\"open\",\"sg_message_id\":\"" + WebhookNode.id(same) + "\"}]");
		this.node.receive("sendgrid", "2", sendGrid("open", "e2", WebhookNode.id(other), other));
		this.node.elapse(WebhookProcessor.PATIENCE);
		this.node.processor.processDue();
		assertThat(this.node.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(1);
		assertThat(this.node.reported(second)).isEmpty();
		assertThat(this.node.reported(first)).singleElement()
			.extracting(DeliveryEvent::recipient)
			.isEqualTo(EmailAddress.parse(other));
	}

	@Test
	void theHeaderToDoesNotSayWhoBounced() {
		String to = "a-nn@example.com";
		String blindCopy = "a.nn@example.com";
		UUID email = this.node.send(to, blindCopy);
		String bounced = "{\"type\":\"email.bounced\",\"data\":{\"email_id\":\"" + WebhookNode.id(to) + "\",\"to\":[\""
				+ to + "\"]}}";
		this.node.receiveAndProcess("resend", "1", bounced);
		assertThat(this.node.reported(email)).isEmpty();
		assertThat(this.node.kept(WebhookDeliveryState.UNMATCHED)).isEqualTo(1);
		UUID toOne = this.node.send(ANN);
		this.node.receiveAndProcess("resend", "2", bounced.replace(WebhookNode.id(to), WebhookNode.id(ANN)));
		assertThat(this.node.reported(toOne)).singleElement()
			.extracting(DeliveryEvent::recipient)
			.isEqualTo(EmailAddress.parse(ANN));
	}

	/**
	 * The clock of the database is looked at from time to time and estimated between, so
	 * that it may go back by what a look takes.
	 */
	@Test
	void whatHappenedIsBetweenTheMessageAndTheReport() {
		Duration look = Duration.ofSeconds(2);
		Instant before = this.store.now();
		UUID email = this.node.send(ANN);
		Instant sent = this.store.now();
		WebhookFormat format = (body, headers) -> {
			Duration off = Duration.parse(new String(body, StandardCharsets.UTF_8));
			return List.of(ReportedEvent.of("yes", DeliveryEventType.OPENED)
				.id(off.toString())
				.providerMessageIds(WebhookNode.id(ANN))
				.occurredAt(before.plus(off))
				.build());
		};
		try (WebhookNode own = new WebhookNode(this.store, Map.of("own", format))) {
			own.receive("own", "1", "-P30D");
			own.receive("own", "2", "P30D");
			own.processor.processDue();
			Instant after = this.store.now();
			List<Instant> times = own.reported(email).stream().map(DeliveryEvent::occurredAt).sorted().toList();
			assertThat(times).hasSize(2);
			assertThat(times.get(0)).isBetween(before.minus(look), sent.plus(look));
			assertThat(times.get(1)).isBetween(sent.minus(look), after.plus(look));
		}
	}

	@Test
	void unknownTypesAreKeptAndCountedAndLoseNothing() {
		UUID email = this.node.send(ANN);
		String mixed = delivered("e1").replaceFirst("]$", ",{\"event\":\"levitated\"},{\"event\":17}]");
		this.node.receiveAndProcess("sendgrid", "1", mixed);
		assertThat(this.node.reported(email)).hasSize(1);
		assertThat(this.node.settled).containsExactly("sendgrid UNKNOWN_TYPE 1/0/2");
		assertThat(this.node.kept(WebhookDeliveryState.UNKNOWN_TYPE)).isEqualTo(1);
		assertThat(bodies()).isEqualTo(1);
	}

	@Test
	void whatCannotBeReadIsKept() {
		this.node.receiveAndProcess("sendgrid", "1", "<html>");
		this.node.receiveAndProcess("sendgrid", "2", "[".repeat(100_000));
		assertThat(this.node.kept(WebhookDeliveryState.UNREADABLE)).isEqualTo(2);
		assertThat(bodies()).isEqualTo(2);
		assertThat(this.node.settled).containsOnly("sendgrid UNREADABLE 0/0/0");
	}

	@Test
	void aNodeThatDiesAfterItsAnswerLeavesItsWebhooksToAnother() {
		UUID email = this.node.send(ANN);
		this.node.receive("sendgrid", "1", delivered("e1"));
		assertThat(this.node.deliveries.claim(Set.of("sendgrid"), 10)).hasSize(1);
		this.node.close();
		try (WebhookNode other = new WebhookNode(this.store)) {
			other.processor.processDue();
			assertThat(other.reported(email)).as("while the lease holds").isEmpty();
			other.elapse(Duration.ZERO);
			other.processor.processDue();
			assertThat(other.reported(email)).hasSize(1);
		}
	}

	@Test
	void aNodeLeavesAloneWhatItCannotRead() {
		this.node.receive("sendgrid", "1", delivered("e1"));
		assertThat(this.node.deliveries.claim(Set.of("other"), 10)).isEmpty();
		assertThat(this.node.deliveries.claim(Set.of(), 10)).isEmpty();
		assertThat(this.node.deliveries.claim(Set.of("other", "sendgrid"), 10)).hasSize(1);
	}

	@Test
	void whatIsRolledBackMayComeAgain() {
		TransactionTemplate transaction = new TransactionTemplate(
				new DataSourceTransactionManager(this.store.dataSource()));
		transaction.executeWithoutResult((status) -> {
			assertThat(this.node.receive("sendgrid", "1", delivered("e1"))).isTrue();
			status.setRollbackOnly();
		});
		assertThat(this.node.deliveries.count()).isEmpty();
		assertThat(this.node.receive("sendgrid", "1", delivered("e1"))).isTrue();
	}

	@Test
	void aClaimOutsideTheDatabaseIsReleasedWhereNothingIsKept() {
		Clock clock = Clock.systemUTC();
		AtomicInteger times = new AtomicInteger();
		WebhookSource source = new WebhookSource("own",
				(request) -> new Verification(List.of("1"), null,
						(times.incrementAndGet() == 1) ? URI.create("https://example.com/" + "x".repeat(2000)) : null),
				new LocalReplayGuard(clock, Ticker.systemTicker()), clock);
		WebhookReceiver receiver = new WebhookReceiver(new WebhookSources(List.of(source)),
				new ReceivingSources(List.of(new ReceivingSource("own", (body, headers) -> List.of()))),
				this.node.deliveries, () -> {
				});
		WebhookRequest request = new WebhookRequest(URI.create("http://localhost/x"), Map.of(), new byte[0]);
		assertThatIllegalArgumentException().isThrownBy(() -> receiver.receive("own", request));
		assertThat(receiver.receive("own", request)).isTrue();
		assertThat(receiver.receive("own", request)).isFalse();
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
	}

	@Test
	void theThreadProcessesWhatCommits() {
		UUID email = this.node.send(ANN);
		this.node.processor.start();
		this.node.receive("sendgrid", "1", delivered("e1"));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.node.reported(email).size() == 1);
		this.node.receive("sendgrid", "2",
				sendGrid("open", "e2", WebhookNode.id("bob@example.com"), "bob@example.com"));
		UUID late = this.node.send("bob@example.com");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.node.reported(late).size() == 1);
		this.node.processor.stop();
		assertThat(this.node.processor.isRunning()).isFalse();
	}

	@Test
	void manyNodesRecordEachEventOnce() throws Exception {
		UUID email = this.node.send(ANN);
		AtomicInteger recorded = new AtomicInteger();
		RecordedEventListener counting = listener(
				(events) -> Store.afterCommit(() -> recorded.addAndGet(events.size())));
		try (WebhookNode first = new WebhookNode(this.store, counting);
				WebhookNode second = new WebhookNode(this.store, counting)) {
			for (int i = 0; i < 60; i++) {
				first.receive("sendgrid", "copy-" + i, sendGrid("open", "e" + (i / 2), WebhookNode.id(ANN), ANN));
			}
			CountDownLatch begin = new CountDownLatch(1);
			List<Thread> threads = new ArrayList<>();
			for (WebhookNode one : List.of(first, second, first, second)) {
				Thread thread = new Thread(() -> {
					try {
						begin.await();
						one.processor.processDue();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				});
				thread.start();
				threads.add(thread);
			}
			begin.countDown();
			for (Thread thread : threads) {
				thread.join(60_000);
			}
			first.elapse(Duration.ZERO);
			first.processor.processDue();
		}
		assertThat(this.node.kept(WebhookDeliveryState.RECORDED)).isEqualTo(60);
		assertThat(this.node.reported(email)).hasSize(30);
		assertThat(recorded).hasValue(30);
	}

	@Test
	void whatMeetsADeadlockIsTriedAgainAndNothingIsDoubled() {
		UUID email = this.node.send(ANN);
		AtomicInteger tries = new AtomicInteger();
		RecordedEventListener failing = listener((events) -> {
			if (tries.incrementAndGet() <= 4) {
				throw new DeadlockLoserDataAccessException("deadlock", null);
			}
		});
		try (WebhookNode failingNode = new WebhookNode(this.store, failing)) {
			failingNode.receive("sendgrid", "1", sendGrid("open", "e1", WebhookNode.id(ANN), ANN));
			failingNode.processor.processDue();
			assertThat(tries).as("tries at once").hasValue(3);
			assertThat(failingNode.reported(email)).isEmpty();
			assertThat(failingNode.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
			failingNode.elapse(Duration.ZERO);
			failingNode.processor.processDue();
			assertThat(tries).hasValue(5);
			assertThat(failingNode.reported(email)).hasSize(1);
		}
	}

	@Test
	void aWebhookThatFailsDoesNotHoldUpOthers() {
		UUID email = this.node.send(ANN);
		Map<String, WebhookFormat> broken = Map.of("broken", (body, headers) -> {
			throw new IllegalStateException("a bug");
		}, "own",
				(body, headers) -> List.of(ReportedEvent.of("yes", DeliveryEventType.DELIVERED)
					.providerMessageIds(WebhookNode.id(ANN))
					.recipient(EmailAddress.parse(new String(body, StandardCharsets.UTF_8)))
					.build()));
		try (WebhookNode own = new WebhookNode(this.store, broken)) {
			own.receive("broken", "1", "x");
			own.receive("own", "1", ANN);
			own.processor.processDue();
			assertThat(own.reported(email)).hasSize(1);
			assertThat(own.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
			own.elapse(WebhookProcessor.FAILURE_PATIENCE);
			own.processor.processDue();
			assertThat(own.kept(WebhookDeliveryState.FAILED)).as("for people to see").isEqualTo(1);
			assertThat(own.settled).contains("broken FAILED 0/0/0");
			assertThat(this.store.jdbc()
				.queryForObject("select reason from sendpost_received_webhook where state = 'FAILED'", String.class))
				.isEqualTo(IllegalStateException.class.getName());
		}
	}

	@Test
	void aConfirmationThatFailsUncheckedDoesNotHoldUpOthers() {
		UUID email = this.node.send(ANN);
		AtomicInteger failures = new AtomicInteger();
		this.node.besides = () -> {
			failures.incrementAndGet();
			throw new IllegalStateException("a bug");
		};
		this.node.receiver.receive("ses",
				new WebhookRequest(URI.create("http://localhost/x"),
						Map.of("id", List.of("1"), "confirm", List.of("https://sns.eu-west-1.amazonaws.com/")),
						"{\"Type\":\"SubscriptionConfirmation\"}".getBytes(StandardCharsets.UTF_8)));
		this.node.processor.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> failures.get() >= 2);
		this.node.besides = () -> {
		};
		this.node.receive("sendgrid", "1", delivered("e1"));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.node.reported(email).size() == 1);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.node.confirmed.size() == 1);
	}

	@Test
	void anObserverThatFailsDoesNotHoldUpOthers() {
		UUID email = this.node.send(ANN);
		this.node.besides = () -> {
			throw new IllegalStateException("a bug");
		};
		this.node.receive("sendgrid", "1", "<html>");
		this.node.receive("sendgrid", "2", delivered("e1"));
		this.node.receive("sendgrid", "3", delivered("e1"));
		this.node.processor.processDue();
		assertThat(this.node.reported(email)).hasSize(1);
		assertThat(this.node.kept(WebhookDeliveryState.UNREADABLE)).isEqualTo(1);
		assertThat(this.node.kept(WebhookDeliveryState.RECORDED)).isEqualTo(2);
		assertThat(this.node.settled).hasSize(3);
	}

	@Test
	void whatEndsTheProcessIsNotNewAgain() {
		this.node.receive("sendgrid", "1", delivered("e1"));
		for (int attempt = 1; attempt <= 3; attempt++) {
			assertThat(this.node.deliveries.claim(Set.of("sendgrid"), 10)).singleElement()
				.extracting(WebhookDelivery::attempts)
				.isEqualTo(attempt);
			this.node.elapse(Duration.ZERO);
		}
	}

	@Test
	void aNodeWaitsForWhatItCanReadAndAtLeastASecond() {
		this.node.receive("sendgrid", "1", delivered("e1"));
		this.node.elapse(Duration.ZERO);
		Duration most = Duration.ofMinutes(1);
		assertThat(this.node.deliveries.untilNext(Set.of("other"), most)).isEqualTo(most);
		assertThat(this.node.deliveries.untilNext(Set.of(), most)).isEqualTo(most);
		assertThat(this.node.deliveries.untilNext(Set.of("other", "sendgrid"), most)).isEqualTo(Duration.ofSeconds(1));
		this.node.deliveries.claim(Set.of("sendgrid"), 1);
		assertThat(this.node.deliveries.untilNext(Set.of("sendgrid"), most)).isEqualTo(most);
	}

	@Test
	void whatNoNodeCanReadGoesWithItsRetention() {
		this.node.receive("sendgrid", "1", delivered("e1"));
		this.node.elapse(Duration.ofDays(8));
		this.node.receive("sendgrid", "2", delivered("e2"));
		this.node.deliveries.deleteAfter(Duration.ofDays(7));
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
	}

	@Test
	void aNodeClaimsNoMoreThanItDoesWithinItsLease() {
		AtomicInteger most = new AtomicInteger();
		Map<String, WebhookFormat> counting = Map.of("own", (body, headers) -> {
			Integer claimed = this.store.jdbc()
				.queryForObject("select count(*) from sendpost_received_webhook where lease is not null",
						Integer.class);
			most.accumulateAndGet((claimed != null) ? claimed : 0, Math::max);
			return List.of();
		});
		try (WebhookNode own = new WebhookNode(this.store, counting)) {
			for (int i = 0; i < 12; i++) {
				own.receive("own", "n" + i, "x");
			}
			own.processor.processDue();
			assertThat(own.kept(WebhookDeliveryState.RECORDED)).isEqualTo(12);
		}
		assertThat(most).hasValue(5);
	}

	@Test
	void webhooksGoWithTheirRetention() {
		this.node.receiveAndProcess("sendgrid", "1", "<html>");
		this.node.receiveAndProcess("sendgrid", "2", delivered("e1"));
		this.node.deliveries.deleteAfter(Duration.ofDays(1));
		assertThat(this.node.deliveries.count()).hasSize(2);
		this.store.inOwnTransaction(() -> this.store.jdbc()
			.update("update sendpost_received_webhook set received_at = received_at - ?",
					Duration.ofDays(2).toMillis()));
		this.node.deliveries.deleteAfter(Duration.ofDays(1));
		assertThat(this.node.deliveries.count()).as("what waits, too").isEmpty();
	}

	@Test
	void aPersonIsErasedFromWhatIsKept() {
		UUID email = this.node.send(ANN);
		String padding = "x".repeat(5000);
		this.node.receive("sendgrid", "1", "{\"email\":\"Ann@Example.com\",\"pad\":\"" + padding + "\"}");
		this.node.receive("sendgrid", "2", "{\"email\":\"ann\\u0040example.com\"}");
		this.node.receive("ses", "3", "{\"Message\":\"{\\\"to\\\":\\\"ann\\\\u0040example.com\\\"}\"}");
		this.node.receive("sendgrid", "4", "to=ann%40example.com");
		this.node.receive("sendgrid", "5", "{\"email\":\"bob@example.com\"}");
		this.node.receive("sendgrid", "6", delivered("e1"));
		WebhookEraser eraser = new WebhookEraser(this.node.deliveries);
		this.store.inCallersTransaction(() -> new OutboxEraser(this.store).erase(EmailAddress.parse(ANN))
				+ eraser.erase(EmailAddress.parse(ANN)));
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
		this.node.receive("sendgrid", "7", delivered("e2"));
		this.node.elapse(WebhookProcessor.PATIENCE);
		this.node.processor.processDue();
		assertThat(this.node.reported(email)).isEmpty();
		assertThat(this.store.inCallersTransaction(() -> eraser.erase(EmailAddress.parse(ANN)))).isZero();
		assertThat(this.store.jdbc().queryForObject("select count(*) from sendpost_received_webhook", Integer.class))
			.isEqualTo(1);
	}

	@Test
	void whatIsBeingProcessedIsErasedLater() {
		this.node.receive("sendgrid", "1", delivered("e1"));
		WebhookEraser eraser = new WebhookEraser(this.node.deliveries);
		this.store.inOwnTransaction(() -> {
			this.store.jdbc().queryForList("select id from sendpost_received_webhook for update");
			CountDownLatch done = new CountDownLatch(1);
			AtomicInteger left = new AtomicInteger(-1);
			new Thread(() -> {
				left.set(this.store.inCallersTransaction(() -> eraser.erase(EmailAddress.parse(ANN))));
				done.countDown();
			}).start();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> done.getCount() == 0);
			assertThat(left).hasValue(1);
			return true;
		});
		assertThat(this.store.inCallersTransaction(() -> eraser.erase(EmailAddress.parse(ANN)))).isZero();
		assertThat(this.node.deliveries.count()).isEmpty();
	}

	@Test
	void aSubscriptionIsConfirmedOnceItCanBe() {
		URI url = URI.create("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t");
		this.node.confirming = false;
		this.node.receiver.receive("ses",
				new WebhookRequest(URI.create("http://localhost/x"),
						Map.of("id", List.of("1"), "confirm", List.of(url.toString())),
						"{\"Type\":\"SubscriptionConfirmation\"}".getBytes(StandardCharsets.UTF_8)));
		this.node.processor.processDue();
		assertThat(this.node.kept(WebhookDeliveryState.RECEIVED)).isEqualTo(1);
		this.node.confirming = true;
		this.node.elapse(Duration.ZERO);
		this.node.processor.processDue();
		this.node.processor.processDue();
		assertThat(this.node.confirmed).containsExactly(url);
		assertThat(this.node.kept(WebhookDeliveryState.RECORDED)).isEqualTo(1);
	}

	@Test
	void largeBodiesSurviveUnchanged() {
		byte[] body = new byte[1024 * 1024];
		new Random(3).nextBytes(body);
		this.node.receive("sendgrid", "1", body);
		byte[] text = ("{\"a\":\"" + "b".repeat(900_000) + "\"}").getBytes(StandardCharsets.UTF_8);
		this.node.receive("sendgrid", "2", text);
		List<WebhookDelivery> claimed = this.node.deliveries.claim(Set.of("sendgrid"), 10);
		assertThat(claimed).hasSize(2)
			.anySatisfy((delivery) -> assertThat(Arrays.equals(delivery.body().body(), body)).isTrue())
			.anySatisfy((delivery) -> assertThat(Arrays.equals(delivery.body().body(), text)).isTrue());
		assertThat(claimed).extracting((delivery) -> delivery.body().compressed())
			.containsExactlyInAnyOrder(true, false);
	}

	@Test
	void aSourceCannotGoByTheNameOfTheGateway() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReceivingSource(DeliveryEvent.GATEWAY, (body, headers) -> List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.node.receive("nobody", "1", "{}"));
	}

	private void lease(UUID email, boolean held) {
		Object key = this.store.platform().parameter(email);
		this.store.inOwnTransaction(() -> this.store.update("update sendpost_email set lease = ? where id = ?",
				Arrays.asList(held ? this.store.platform().parameter(UUID.randomUUID()) : null, key)));
	}

	private int bodies() {
		Integer bodies = this.store.jdbc()
			.queryForObject("select count(*) from sendpost_received_webhook where body is not null", Integer.class);
		return (bodies != null) ? bodies : -1;
	}

	private static RecordedEventListener listener(Consumer<List<RecordedEvent>> action) {
		return new RecordedEventListener() {

			@Override
			public Set<DeliveryEventType> types() {
				return Set.of(DeliveryEventType.OPENED);
			}

			@Override
			public void recorded(List<RecordedEvent> events) {
				action.accept(events);
			}

		};
	}

	/**
	 * A source that reports openings: an id of the provider or a {@code Message-ID}, and
	 * maybe who opened it.
	 */
	private static ReceivingSource reporting(String name, ReportScope scope) {
		return new ReceivingSource(name, (body, headers) -> {
			String[] parts = new String(body, StandardCharsets.UTF_8).split(" ");
			return List.of(ReportedEvent.of("yes", DeliveryEventType.OPENED)
				.providerMessageIds(parts[0])
				.messageId(parts[0])
				.recipient((parts.length > 1) ? EmailAddress.parse(parts[1]) : null)
				.build());
		}, scope);
	}

	private static String delivered(String id) {
		return sendGrid("delivered", id, WebhookNode.id(ANN), ANN);
	}

	private static String sendGrid(String event, String id, String messageId, String recipient) {
		// The provider's id is what precedes the first dot.
		return "[{\"event\":\"" + event + "\",\"sg_event_id\":\"" + id + "\",\"sg_message_id\":\"" + messageId
				+ "\",\"email\":\"" + recipient + "\",\"timestamp\":1772360130,\"response\":\"250 OK\"}]";
	}

	private static String brevo(String event, String messageId, String recipient) {
		return "{\"event\":\"" + event + "\",\"message-id\":\"" + messageId + "\",\"email\":\"" + recipient
				+ "\",\"ts_event\":1772360130}";
	}

	@Test
	void whatWasReceivedIsFoundNewestFirstAndCounted() {
		this.node.send(ANN);
		this.node.receiveAndProcess("sendgrid", "1", "no JSON");
		this.node.receiveAndProcess("sendgrid", "2", delivered("e1"));
		this.node.receive("sendgrid", "3", delivered("e2"));
		this.node.receive("brevo", "4", "{}");
		ReceivedWebhooks received = this.node.received;
		assertThat(received.count("sendgrid")).containsEntry(WebhookDeliveryState.UNREADABLE, 1)
			.containsEntry(WebhookDeliveryState.RECORDED, 1)
			.containsEntry(WebhookDeliveryState.RECEIVED, 1)
			.containsEntry(WebhookDeliveryState.FAILED, 0);
		ReceivedWebhookPage first = received.find("sendgrid", null, null, 2);
		ReceivedWebhookPage second = received.find("sendgrid", null, first.next(), 2);
		assertThat(second.next()).isNull();
		assertThat(Stream.concat(first.webhooks().stream(), second.webhooks().stream())).hasSize(3)
			.isSortedAccordingTo(Comparator.comparing(ReceivedWebhook::receivedAt).reversed())
			.extracting(ReceivedWebhook::state)
			.containsExactlyInAnyOrder(WebhookDeliveryState.RECEIVED, WebhookDeliveryState.RECORDED,
					WebhookDeliveryState.UNREADABLE);
		ReceivedWebhook unreadable = received.find("sendgrid", WebhookDeliveryState.UNREADABLE, null, 9)
			.webhooks()
			.get(0);
		assertThat(received.find(unreadable.id())).hasValue(unreadable);
		assertThat(unreadable.kept()).isTrue();
		assertThat(unreadable.reason()).isNotEmpty();
		assertThat(received.content(unreadable.id()).orElseThrow().body()).asString(StandardCharsets.UTF_8)
			.isEqualTo("no JSON");
		ReceivedWebhook recorded = received.find("sendgrid", WebhookDeliveryState.RECORDED, null, 9).webhooks().get(0);
		assertThat(recorded.kept()).isFalse();
		assertThat(received.content(recorded.id())).isEmpty();
		assertThat(received.find("sendgrid", null, UUID.randomUUID(), 2).webhooks()).isEmpty();
	}

	@Test
	void whatCouldNotBeRecordedIsProcessedAgainOnRequest() {
		this.node.receiveAndProcess("sendgrid", "1", delivered("e1"));
		this.node.elapse(WebhookProcessor.PATIENCE);
		this.node.processor.processDue();
		ReceivedWebhook unmatched = this.node.received.find("sendgrid", WebhookDeliveryState.UNMATCHED, null, 9)
			.webhooks()
			.get(0);
		assertThat(unmatched.dueAt()).isNull();
		UUID email = this.node.send(ANN);
		assertThat(this.node.received.processAgain(unmatched.id())).isTrue();
		this.node.processor.processDue();
		assertThat(this.node.reported(email)).hasSize(1);
		assertThat(this.node.received.find(unmatched.id()).orElseThrow().state())
			.isEqualTo(WebhookDeliveryState.RECORDED);
		assertThat(this.node.received.processAgain(unmatched.id())).as("its body is no longer kept").isFalse();
	}

}
