package dev.sendpost.webhook.outbound;

import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.outbox.OutboxEraser;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.webhook.outbound.WebhookDelivery.State;
import dev.sendpost.webhook.outbound.WebhookDispatcherObserver.Result;
import dev.sendpost.webhook.outbound.WebhookException.Reason;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What subscribers are promised, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class OutgoingWebhookContractTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final FreshDatabase database;

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final WebhookNode node;

	private final StandInServer server;

	OutgoingWebhookContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = node();
		this.server = server();
	}

	private WebhookNode node() {
		WebhookNode node = new WebhookNode(this.database);
		this.resources.add(node);
		return node;
	}

	private StandInServer server() {
		StandInServer server = StandInServer.start();
		this.resources.add(server);
		return server;
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		this.database.close();
	}

	private WebhookSettings settings(WebhookEventType first, WebhookEventType... more) {
		return WebhookSettings.of(this.server.uri() + "/hook", WebhookForm.STANDARD_WEBHOOKS, first, more);
	}

	private WebhookSubscriber subscribe(WebhookEventType first, WebhookEventType... more) {
		return this.node.subscribers().create(settings(first, more)).subscriber();
	}

	private static Email email() {
		return Email.builder().from("Acme <hello@acme.example>").to("ann@example.com").subject("Hi").text("x").build();
	}

	private Receipt send() {
		return this.node.gateway().send(email());
	}

	private DeliveryEvent fact(Receipt receipt, DeliveryEventType type) {
		return new DeliveryEvent(UUID.randomUUID(), receipt.id(), EmailAddress.parse("ann@example.com"), type,
				Instant.ofEpochMilli(1_700_000_000_000L), "provider", null, null, null, null, false);
	}

	private List<WebhookDelivery> deliveries(WebhookSubscriber subscriber) {
		return this.node.subscribers().deliveries(subscriber.id(), WebhookDeliverySearch.ALL).deliveries();
	}

	private WebhookDelivery awaitDelivery(WebhookSubscriber subscriber, State state) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).singleElement()
				.extracting(WebhookDelivery::state)
				.isEqualTo(state));
		return deliveries(subscriber).get(0);
	}

	@Test
	void aFactReachesItsSubscriberAndTheAnswerIsKept() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.DELIVERED);
		this.server.will(HttpAction.json(200, "{\"thanks\":true}"));
		this.node.start();
		Receipt receipt = send();
		DeliveryEvent fact = fact(receipt, DeliveryEventType.DELIVERED);
		this.node.outbox().log().record(List.of(fact, fact(receipt, DeliveryEventType.OPENED)));
		WebhookDelivery delivery = awaitDelivery(subscriber, State.DELIVERED);
		assertThat(delivery.emailId()).isEqualTo(receipt.id());
		assertThat(delivery.eventId()).isEqualTo(fact.id());
		assertThat(delivery.attempts()).isOne();
		assertThat(delivery.dueAt()).isNull();
		assertThat(this.node.subscribers().attempts(delivery.id())).singleElement().satisfies((attempt) -> {
			assertThat(attempt.status()).isEqualTo(200);
			assertThat(attempt.answer()).isEqualTo("{\"thanks\":true}");
			assertThat(attempt.problem()).isNull();
			assertThat(attempt.number()).isOne();
		});
		ReceivedRequest request = this.server.request();
		assertThat(request.header("webhook-id")).isEqualTo(delivery.id().toString());
		JsonNode document = JSON.readTree(request.text());
		assertThat(document.at("/type").asString()).isEqualTo("email.delivered");
		assertThat(document.at("/data/email_id").asString()).isEqualTo(receipt.id().toString());
		assertThat(document.at("/data/to/0").asString()).isEqualTo("ann@example.com");
	}

	@Test
	void aFactAndItsDeliveryAreCommittedTogether() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED, WebhookEventType.DELIVERED);
		assertThatIllegalStateException().isThrownBy(() -> this.node.outbox().transaction().execute((status) -> {
			send();
			throw new IllegalStateException("rolled back");
		}));
		assertThat(deliveries(subscriber)).isEmpty();
		Receipt receipt = send();
		assertThat(deliveries(subscriber)).singleElement()
			.extracting(WebhookDelivery::type)
			.isEqualTo(WebhookEventType.PROCESSED);
		DeliveryEvent fact = fact(receipt, DeliveryEventType.DELIVERED);
		this.node.outbox().log().record(List.of(fact));
		this.node.outbox().log().record(List.of(fact));
		assertThat(deliveries(subscriber)).hasSize(2);
	}

	@Test
	void acceptanceAndSendingAreToldAsOthers() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED, WebhookEventType.SENT);
		this.node.start();
		this.node.outbox().start();
		Receipt one = send();
		List<Receipt> two = this.node.gateway().send(List.of(email(), email()));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).hasSize(6)
				.extracting(WebhookDelivery::state)
				.containsOnly(State.DELIVERED));
		assertThat(this.server.requests().stream().map((request) -> JSON.readTree(request.text())))
			.extracting((document) -> document.at("/type").asString(),
					(document) -> document.at("/data/email_id").asString())
			.containsExactlyInAnyOrder(List.of(one, two.get(0), two.get(1))
				.stream()
				.flatMap((receipt) -> List.of("email.processed", "email.sent")
					.stream()
					.map((type) -> tuple(type, receipt.id().toString())))
				.toArray(Tuple[]::new));
	}

	@Test
	void withoutASubscriberNothingIsQueued() {
		Receipt receipt = send();
		this.node.outbox().log().record(List.of(fact(receipt, DeliveryEventType.DELIVERED)));
		assertThat(this.node.outbox().count("sendpost_webhook_delivery")).isZero();
	}

	@Test
	void subAccountsHearOfTheirOwnMailAndTheAccountOfAll() {
		WebhookSubscribers all = this.node.subscribers();
		WebhookSubscribers ofA = all.forSubmitter(Submitter.subAccount("a"));
		WebhookSubscribers ofB = all.forSubmitter(Submitter.subAccount("b"));
		WebhookSubscriber a = ofA.create(settings(WebhookEventType.PROCESSED)).subscriber();
		WebhookSubscriber b = ofB.create(settings(WebhookEventType.PROCESSED)).subscriber();
		WebhookSubscriber account = subscribe(WebhookEventType.PROCESSED);
		this.node.gateway().forSubAccount("a").send(email());
		assertThat(ofA.deliveries(a.id(), WebhookDeliverySearch.ALL).deliveries()).hasSize(1);
		assertThat(ofB.deliveries(b.id(), WebhookDeliverySearch.ALL).deliveries()).isEmpty();
		assertThat(deliveries(account)).hasSize(1);

		assertThat(all.list()).extracting(WebhookSubscriber::id).containsExactly(account.id(), a.id(), b.id());
		assertThat(ofA.list()).extracting(WebhookSubscriber::id).containsExactly(a.id());
		assertThat(all.list(null, null, 2)).extracting(WebhookSubscriber::id).containsExactly(a.id(), b.id());
		assertThat(all.list(null, b.id(), 2)).extracting(WebhookSubscriber::id).containsExactly(account.id());
		assertThat(all.list("b", null, 2)).extracting(WebhookSubscriber::id).containsExactly(b.id());
		assertThat(ofA.list(null, null, 2)).extracting(WebhookSubscriber::id).containsExactly(a.id());
		assertThat(ofA.list("b", null, 2)).isEmpty();
		assertThat(ofB.find(a.id())).isEmpty();
		assertThat(ofB.find(a.number())).isEmpty();
		assertThat(ofA.find(account.id())).isEmpty();
		assertThat(ofA.find(a.number())).hasValueSatisfying((found) -> assertThat(found.id()).isEqualTo(a.id()));
		UUID delivery = deliveries(a).get(0).id();
		for (Runnable access : List.<Runnable>of(() -> ofB.secret(a.id()), () -> ofB.change(a.id(), a.settings()),
				() -> ofB.rotateSecret(a.id(), Duration.ZERO), () -> ofB.remove(a.id()), () -> ofB.resume(a.id()),
				() -> ofB.deliveries(a.id(), WebhookDeliverySearch.ALL), () -> ofB.attempts(delivery),
				() -> ofB.resend(delivery), () -> ofB.resend(a.id(), Instant.EPOCH, Instant.MAX, false),
				() -> ofB.create("a", a.settings(), null), () -> ofB.create("nobody", a.settings(), null),
				() -> all.create("nobody", a.settings(), null))) {
			assertThatExceptionOfType(WebhookException.class).isThrownBy(access::run)
				.extracting(WebhookException::getReason)
				.isEqualTo(Reason.UNKNOWN);
		}
		assertThatExceptionOfType(WebhookException.class).isThrownBy(() -> ofA.create(null, a.settings(), null))
			.extracting(WebhookException::getReason)
			.isEqualTo(Reason.NOT_ALLOWED);
		assertThat(all.find(a.id())).hasValueSatisfying((found) -> assertThat(found).isEqualTo(a));
	}

	@Test
	void settingsAreKeptAndChanged() {
		WebhookSubscriber made = subscribe(WebhookEventType.BOUNCED, WebhookEventType.COMPLAINED);
		assertThat(this.node.subscribers().find(made.id())).contains(made);
		assertThat(made.number()).isPositive();
		WebhookSettings changed = new WebhookSettings("b\u00fccher", this.server.uri() + "/other",
				Set.of(WebhookEventType.PROCESSED), WebhookForm.SENDRY, false);
		assertThat(this.node.subscribers().change(made.id(), changed)).satisfies((subscriber) -> {
			assertThat(subscriber.settings()).isEqualTo(changed);
			assertThat(subscriber.state()).isEqualTo(WebhookSubscriber.State.DISABLED);
		});
		send();
		assertThat(deliveries(made)).isEmpty();
		this.node.subscribers().change(made.id(), changed.withEnabled(true));
		send();
		assertThat(deliveries(made)).hasSize(1);
		this.node.subscribers().remove(made.id());
		assertThat(this.node.subscribers().list()).isEmpty();
		send();
		new WebhookRetention(this.node.stored(), this.node.deliveries(), Duration.ofDays(1)).apply();
		assertThat(this.node.outbox().count("sendpost_webhook_delivery")).isZero();
	}

	@Test
	void whatCannotBeIsRefused() {
		WebhookSubscribers subscribers = this.node.subscribers();
		for (String url : List.of("http://10.0.0.1/", "http://169.254.169.254/", "ftp://example.com/",
				"http://[::ffff:10.0.0.1]/", "http://user:pw@example.com/")) {
			assertThatExceptionOfType(WebhookException.class).as(url)
				.isThrownBy(
						() -> subscribers.create(WebhookSettings.of(url, WebhookForm.SENDPOST, WebhookEventType.SENT)))
				.extracting(WebhookException::getReason)
				.isEqualTo(Reason.INVALID);
		}
		for (String secret : List.of("short", "with space in it here", "x".repeat(201), "line\nbreak-line-break")) {
			assertThatExceptionOfType(WebhookException.class).as(secret)
				.isThrownBy(() -> subscribers.create(null, settings(WebhookEventType.SENT), secret))
				.withMessageNotContaining(secret);
		}
		assertThatExceptionOfType(WebhookException.class)
			.isThrownBy(
					() -> WebhookSettings.of("https://example.com/", WebhookForm.SENDPOST, WebhookEventType.CANCELLED))
			.withMessageContaining("email.cancelled");
		IntStream.range(0, WebhookSubscribers.MAX_SUBSCRIBERS).forEach((i) -> subscribe(WebhookEventType.SENT));
		assertThatExceptionOfType(WebhookException.class).isThrownBy(() -> subscribe(WebhookEventType.SENT))
			.extracting(WebhookException::getReason)
			.isEqualTo(Reason.TOO_MANY);
	}

	@Test
	void secretsAreEncryptedAndNeedAKey() {
		IssuedWebhookSubscriber issued = this.node.subscribers().create(settings(WebhookEventType.SENT));
		assertThat(issued.secret()).matches("whsec_[A-Za-z0-9+/]{43}=");
		assertThat(issued.toString()).doesNotContain(issued.secret());
		assertThat(this.node.subscribers().secret(issued.subscriber().id())).isEqualTo(issued.secret());
		assertThat(
				this.node.store().jdbc().queryForObject("select secret from sendpost_webhook_subscriber", String.class))
			.startsWith("v1:")
			.doesNotContain(issued.secret().substring(6, 20));
		WebhookNode keyless = new WebhookNode(this.database, new SecretCipher(List.of()));
		this.resources.add(keyless);
		assertThatExceptionOfType(EncryptionKeyRequiredException.class)
			.isThrownBy(() -> keyless.subscribers().create(settings(WebhookEventType.SENT)));
		assertThat(this.node.subscribers().list()).hasSize(1);
	}

	@Test
	void aFailureIsTriedAgainWithTheSameIdAndGivenUpInTheEnd() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		this.server.will(HttpAction.json(500, "oops"), HttpAction.hangUp(), HttpAction.json(302, "{}"));
		this.node.start();
		send();
		WebhookDelivery delivery = awaitDelivery(subscriber, State.FAILED);
		assertThat(delivery.attempts()).isEqualTo(3);
		assertThat(this.server.requests()).hasSize(3)
			.extracting((request) -> request.header("webhook-id"))
			.containsOnly(delivery.id().toString());
		assertThat(this.node.subscribers().attempts(delivery.id())).extracting(WebhookAttempt::problem)
			.satisfiesExactly((problem) -> assertThat(problem).isEqualTo("The answer was 500"),
					(problem) -> assertThat(problem).startsWith("No answer"),
					(problem) -> assertThat(problem).contains("redirects are not followed"));
		assertThat(this.node.subscribers().find(subscriber.id()).orElseThrow().failingSince()).isNotNull();

		this.server.will(HttpAction.json(204, ""));
		this.node.subscribers().resend(delivery.id());
		assertThat(awaitDelivery(subscriber, State.DELIVERED).attempts()).isEqualTo(4);
		assertThat(this.server.requests().get(3).header("webhook-id")).isEqualTo(delivery.id().toString());
		assertThat(this.node.subscribers().find(subscriber.id()).orElseThrow().failingSince()).isNull();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.node.attempts()).containsExactly(Result.RETRIED, Result.RETRIED,
					Result.GIVEN_UP, Result.DELIVERED));
	}

	@Test
	void theQueueTellsHowMuchWaitsAndForHowLong() {
		assertThat(this.node.deliveries().state()).isEqualTo(new WebhookQueueState(0, 0, Duration.ZERO));
		subscribe(WebhookEventType.PROCESSED);
		subscribe(WebhookEventType.PROCESSED);
		send();
		this.node.store()
			.inCallersTransaction(() -> this.node.store()
				.update("update sendpost_webhook_delivery set due_at = ?",
						List.of(this.node.store().now().minusSeconds(60).toEpochMilli())));
		assertThat(this.node.deliveries().state()).satisfies((state) -> {
			assertThat(state.told()).isEqualTo(2);
			assertThat(state.held()).isZero();
			assertThat(state.delay()).isBetween(Duration.ofSeconds(59), Duration.ofMinutes(5));
		});
	}

	@Test
	void aPeriodIsSentAgain() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		this.node.start();
		send();
		send();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).hasSize(2)
				.extracting(WebhookDelivery::state)
				.containsOnly(State.DELIVERED));
		Instant first = deliveries(subscriber).stream()
			.map(WebhookDelivery::createdAt)
			.min(Comparator.naturalOrder())
			.orElseThrow();
		WebhookSubscribers subscribers = this.node.subscribers();
		assertThat(subscribers.resend(subscriber.id(), first, first.plusSeconds(3600), true)).isZero();
		assertThat(subscribers.resend(subscriber.id(), first.minusSeconds(60), first, false)).isZero();
		assertThat(subscribers.resend(subscriber.id(), first, first.plusSeconds(3600), false)).isEqualTo(2);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.server.requests()).hasSize(4));
		assertThat(this.server.requests().stream().map((request) -> request.header("webhook-id")).distinct())
			.hasSize(2);
	}

	@Test
	void theSubscriberSaysWhenToComeBack() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		this.server.will(HttpAction.json(429, "{}", "Retry-After: 3600"));
		this.node.start();
		send();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(
					() -> assertThat(this.node.subscribers().attempts(deliveries(subscriber).get(0).id())).hasSize(1));
		WebhookDelivery delivery = deliveries(subscriber).get(0);
		assertThat(Duration.between(delivery.createdAt(), delivery.dueAt())).isBetween(Duration.ofMinutes(59),
				Duration.ofMinutes(62));
	}

	@Test
	void theAnswer410Disables() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		this.server.will(HttpAction.json(410, "{}"));
		this.node.start();
		send();
		awaitDelivery(subscriber, State.FAILED);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.node.stopped()).singleElement()
				.satisfies(
						(event) -> assertThat(event.subscriber().state()).isEqualTo(WebhookSubscriber.State.DISABLED)));
		assertThat(this.node.subscribers().find(subscriber.id()).orElseThrow().reason()).contains("410");
		send();
		assertThat(deliveries(subscriber)).hasSize(1);
	}

	@Test
	void lastingFailurePausesOnceAndNothingIsLost() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		this.server.will(HttpAction.json(500, "{}"));
		WebhookRetries retries = new WebhookRetries(List.of(Duration.ofMillis(1), Duration.ofHours(1)), 0);
		this.node.start(retries, Duration.ofSeconds(30), Duration.ofMillis(1));
		IntStream.range(0, 5).forEach((i) -> send());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.node.subscribers().find(subscriber.id()).orElseThrow().state())
				.isEqualTo(WebhookSubscriber.State.PAUSED));
		send();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).hasSize(6)
				.allSatisfy((delivery) -> assertThat(delivery.state()).isEqualTo(State.WAITING)));
		// What is under way when a subscriber is resumed waits for its next attempt.
		this.node.stop();
		this.node.start(retries, Duration.ofSeconds(30), Duration.ofMillis(1));
		assertThat(this.node.stopped()).singleElement()
			.satisfies((event) -> assertThat(event.subscriber().reason()).contains("The answer was 500"));
		assertThat(this.node.deliveries().state()).isEqualTo(new WebhookQueueState(0, 6, Duration.ZERO));

		this.server.will(HttpAction.json(200, "{}"));
		assertThat(this.node.subscribers().resume(subscriber.id()).state()).isEqualTo(WebhookSubscriber.State.ACTIVE);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).hasSize(6)
				.allSatisfy((delivery) -> assertThat(delivery.state()).isEqualTo(State.DELIVERED)));
	}

	@Test
	void whatADeadNodeClaimedAnotherSendsOnceTheLeaseIsOver() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		send();
		assertThat(this.node.deliveries().claim(subscriber.id(), 10, Duration.ofHours(1))).hasSize(1);
		assertThat(this.node.deliveries().claim(subscriber.id(), 10, Duration.ofHours(1))).isEmpty();
		node().start();
		this.node.store()
			.update("update sendpost_webhook_delivery set due_at = ?", List.of(this.node.store().now().toEpochMilli()));
		WebhookDelivery delivery = awaitDelivery(subscriber, State.DELIVERED);
		assertThat(delivery.attempts()).isEqualTo(2);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void whatBringsNodesDownIsGivenUp() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		send();
		for (int i = 0; i < 3; i++) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> !this.node.deliveries().claim(subscriber.id(), 1, Duration.ofMillis(1)).isEmpty());
		}
		this.node.start();
		assertThat(awaitDelivery(subscriber, State.FAILED).attempts()).isEqualTo(4);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void whoLostItsLeaseChangesNothing() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		send();
		ClaimedDelivery lost = this.node.deliveries().claim(subscriber.id(), 1, Duration.ofMillis(1)).get(0);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> !this.node.deliveries().claim(subscriber.id(), 1, Duration.ofHours(1)).isEmpty());
		this.node.store().inOwnTransaction(() -> {
			this.node.deliveries().finish(lost, null, State.FAILED, null);
			return null;
		});
		assertThat(deliveries(subscriber)).singleElement().extracting(WebhookDelivery::state).isEqualTo(State.WAITING);
	}

	@Test
	void twoNodesMakeEachDeliveryOnce() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		WebhookNode other = node();
		IntStream.range(0, 40).forEach((i) -> send());
		this.node.start();
		other.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).hasSize(40)
				.extracting(WebhookDelivery::state)
				.containsOnly(State.DELIVERED));
		assertThat(this.server.requests()).hasSize(40);
		assertThat(this.server.requests().stream().map((request) -> request.header("webhook-id")).distinct())
			.hasSize(40);
	}

	@Test
	void slowHugeAndFailingSubscribersHoldUpNobodyElse() {
		List<HttpAction> bad = List.of(HttpAction.silence(), HttpAction.endless(200, 200L * 1024 * 1024),
				HttpAction.json(500, "{}"), HttpAction.dripping(200));
		for (HttpAction action : bad) {
			URI url = server().will(action).uri();
			this.node.subscribers()
				.create(WebhookSettings.of(url.toString(), WebhookForm.SENDPOST, WebhookEventType.PROCESSED));
		}
		WebhookSubscriber good = subscribe(WebhookEventType.PROCESSED);
		WebhookNode impatient = WebhookNode.impatient(this.database);
		this.resources.add(0, impatient);
		impatient.start();
		IntStream.range(0, 20).forEach((i) -> send());
		// After one who does not answer it would be a minute: three times two seconds for
		// each, two at a time.
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(good)).hasSize(20)
				.extracting(WebhookDelivery::state)
				.containsOnly(State.DELIVERED));
	}

	@Test
	void aSubAccountWithManySlowSubscribersHoldsUpNoOther() {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger waiting = new AtomicInteger();
		StandInServer slow = server().will((request, socket) -> {
			waiting.incrementAndGet();
			try {
				gate.await();
			}
			catch (InterruptedException ex) {
				throw new InterruptedIOException();
			}
			HttpAction.json(200, "{}").act(request, socket);
		});
		WebhookSubscribers all = this.node.subscribers();
		for (int i = 0; i < 8; i++) {
			all.create("a", WebhookSettings.of(slow.uri().toString(), WebhookForm.SENDPOST, WebhookEventType.PROCESSED),
					null);
		}
		WebhookSubscriber good = all.create("b", settings(WebhookEventType.PROCESSED), null).subscriber();
		IntStream.range(0, 4).forEach((i) -> this.node.gateway().forSubAccount("a").send(email()));
		WebhookNode patient = WebhookNode.patient(this.database);
		this.resources.add(0, patient);
		this.resources.add(0, gate::countDown);
		patient.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting.get() == 2);
		this.node.gateway().forSubAccount("b").send(email());
		awaitDelivery(good, State.DELIVERED);
		assertThat(waiting).hasValue(2);
		gate.countDown();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waiting.get() == 32);
	}

	@Test
	void onlyWhoIsToldOfSomethingNowIsLookedAt() {
		WebhookSubscriber due = subscribe(WebhookEventType.PROCESSED);
		WebhookSubscriber paused = subscribe(WebhookEventType.PROCESSED);
		WebhookSubscriber later = subscribe(WebhookEventType.PROCESSED);
		subscribe(WebhookEventType.DELIVERED);
		assertThat(this.node.deliveries().lanes()).isEmpty();
		send();
		assertThat(this.node.stored().pause(paused.id(), "a test")).isTrue();
		assertThat(this.node.deliveries().claim(later.id(), 1, Duration.ofHours(1))).hasSize(1);
		assertThat(this.node.deliveries().lanes()).containsExactly(due.id());
		this.node.subscribers().change(due.id(), due.settings().withEnabled(false));
		assertThat(this.node.deliveries().lanes()).isEmpty();
		this.node.subscribers().resume(paused.id());
		assertThat(this.node.deliveries().lanes()).containsExactly(paused.id());
	}

	@Test
	void whileASecretIsReplacedBothAreGoodForAllForms() {
		for (WebhookForm form : WebhookForm.values()) {
			StandInServer receiver = server();
			IssuedWebhookSubscriber issued = this.node.subscribers()
				.create(WebhookSettings.of(receiver.uri().toString(), form, WebhookEventType.PROCESSED));
			WebhookSubscriber subscriber = issued.subscriber();
			IssuedWebhookSubscriber replaced = this.node.subscribers()
				.rotateSecret(subscriber.id(), Duration.ofHours(1));
			assertThat(replaced.secret()).isNotEqualTo(issued.secret());
			assertThat(replaced.subscriber().rotatingUntil()).isNotNull();
			receiver.will(onlyFor(form, issued.secret()));
		}
		this.node.start();
		send();
		for (WebhookSubscriber subscriber : this.node.subscribers().list()) {
			awaitDelivery(subscriber, State.DELIVERED);
		}
	}

	@Test
	void aSecretThatIsReplacedAtOnceIsOfNoUse() {
		IssuedWebhookSubscriber issued = this.node.subscribers().create(settings(WebhookEventType.PROCESSED));
		IssuedWebhookSubscriber replaced = this.node.subscribers()
			.rotateSecret(issued.subscriber().id(), Duration.ZERO);
		assertThat(replaced.subscriber().rotatingUntil()).isNull();
		this.server.will(onlyFor(WebhookForm.STANDARD_WEBHOOKS, issued.secret()));
		this.node.start();
		send();
		awaitDelivery(issued.subscriber(), State.FAILED);
		this.server.will(onlyFor(WebhookForm.STANDARD_WEBHOOKS, replaced.secret()));
		this.node.subscribers().resend(deliveries(issued.subscriber()).get(0).id());
		awaitDelivery(issued.subscriber(), State.DELIVERED);
	}

	/**
	 * Take only what is signed with a secret.
	 */
	private static HttpAction onlyFor(WebhookForm form, String secret) {
		return (request, socket) -> {
			WebhookSecret known = new WebhookSecret(secret);
			byte[] body = request.body();
			boolean good = switch (form) {
				case SENDPOST -> request.header("X-SendPost-Signature").equals(hex(known.hmac(form, body)));
				case EMAIL_API -> request.header("X-Webhook-Signature").equals(hex(known.hmac(form, body)));
				case SENDRY -> {
					String header = request.header("X-Sendry-Signature");
					String time = header.substring(2, header.indexOf(',') + 1).replace(',', '.');
					yield header
						.contains("v1=" + hex(known.hmac(form, time.getBytes(StandardCharsets.US_ASCII), body)));
				}
				case STANDARD_WEBHOOKS -> {
					String signed = request.header("webhook-id") + "." + request.header("webhook-timestamp") + ".";
					yield Set.of(request.header("webhook-signature").split(" "))
						.contains("v1," + Base64.getEncoder()
							.encodeToString(known.hmac(form, signed.getBytes(StandardCharsets.US_ASCII), body)));
				}
			};
			HttpAction.json(good ? 200 : 401, "{}").act(request, socket);
		};
	}

	private static String hex(byte[] octets) {
		return HexFormat.of().formatHex(octets);
	}

	@Test
	void firstOpeningsAreToldApartFromOthersAndFromMachines() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.FIRST_OPENED);
		Receipt receipt = send();
		DeliveryEvent machine = fact(receipt, DeliveryEventType.OPENED)
			.withEngagement(new Engagement(true, null, null, null));
		DeliveryEvent first = fact(receipt, DeliveryEventType.OPENED);
		this.node.outbox().log().record(List.of(machine, first, fact(receipt, DeliveryEventType.OPENED)));
		this.node.outbox().log().record(List.of(fact(receipt, DeliveryEventType.OPENED)));
		assertThat(deliveries(subscriber)).singleElement().satisfies((delivery) -> {
			assertThat(delivery.type()).isEqualTo(WebhookEventType.FIRST_OPENED);
			assertThat(delivery.eventId()).isEqualTo(first.id());
		});
	}

	@Test
	void whatWasErasedIsNotTold() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.DELIVERED);
		Receipt receipt = send();
		this.node.outbox().log().record(List.of(fact(receipt, DeliveryEventType.DELIVERED)));
		new OutboxEraser(this.node.store()).erase(EmailAddress.parse("ann@example.com"));
		this.node.start();
		awaitDelivery(subscriber, State.DISCARDED);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void aSecretThatCannotBeReadHoldsDeliveriesBack() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		send();
		WebhookNode keyless = new WebhookNode(this.database, new SecretCipher(List.of()));
		this.resources.add(keyless);
		keyless.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(deliveries(subscriber)).singleElement().satisfies((delivery) -> {
				assertThat(delivery.state()).isEqualTo(State.WAITING);
				assertThat(delivery.dueAt()).isAfter(delivery.createdAt().plusSeconds(500));
			}));
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.node.subscribers().find(subscriber.id()).orElseThrow().failingSince()).isNull();
	}

	@Test
	void theLogIsPagedAndForgotten() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.PROCESSED);
		IntStream.range(0, 5).forEach((i) -> send());
		WebhookDeliveryPage first = this.node.subscribers()
			.deliveries(subscriber.id(), new WebhookDeliverySearch(State.WAITING, null, 3));
		WebhookDeliveryPage second = this.node.subscribers()
			.deliveries(subscriber.id(), new WebhookDeliverySearch(State.WAITING, first.next(), 3));
		assertThat(first.deliveries()).hasSize(3);
		assertThat(second.deliveries()).hasSize(2);
		assertThat(second.next()).isNull();
		List<WebhookDelivery> all = new ArrayList<>(first.deliveries());
		all.addAll(second.deliveries());
		assertThat(all).doesNotHaveDuplicates()
			.isSortedAccordingTo(Comparator.comparing(WebhookDelivery::createdAt).reversed());
		new WebhookRetention(this.node.stored(), this.node.deliveries(), Duration.ofDays(1)).apply();
		assertThat(deliveries(subscriber)).hasSize(5);
		new WebhookRetention(this.node.stored(), this.node.deliveries(), Duration.ofMillis(-1000)).apply();
		assertThat(deliveries(subscriber)).isEmpty();
	}

	@Test
	void whatAPausedSubscriberIsToBeToldWaitsUntilItIsResumed() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.DELIVERED);
		WebhookSubscriber paused = this.node.subscribers().pause(subscriber.id(), "Their server moves");
		assertThat(paused.state()).isEqualTo(WebhookSubscriber.State.PAUSED);
		assertThat(paused.reason()).isEqualTo("Their server moves");
		this.node.start();
		this.node.outbox().log().record(List.of(fact(send(), DeliveryEventType.DELIVERED)));
		assertThat(this.node.deliveries().lanes()).isEmpty();
		assertThat(deliveries(subscriber)).singleElement().extracting(WebhookDelivery::attempts).isEqualTo(0);
		this.server.will(HttpAction.json(200, "{}"));
		this.node.subscribers().resume(subscriber.id());
		awaitDelivery(subscriber, State.DELIVERED);
	}

	@Test
	void aSubscriberThatIsSwitchedOffIsNotPaused() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.DELIVERED);
		this.node.subscribers().change(subscriber.id(), subscriber.settings().withEnabled(false));
		assertThatExceptionOfType(WebhookException.class)
			.isThrownBy(() -> this.node.subscribers().pause(subscriber.id(), "x"));
	}

	@Test
	void deliveriesAreFoundInEachStateAndCounted() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.DELIVERED, WebhookEventType.OPENED);
		subscribe(WebhookEventType.DELIVERED);
		Receipt receipt = send();
		this.node.outbox()
			.log()
			.record(List.of(fact(receipt, DeliveryEventType.DELIVERED), fact(receipt, DeliveryEventType.OPENED),
					fact(receipt, DeliveryEventType.OPENED)));
		List<WebhookDelivery> all = deliveries(subscriber);
		assertThat(all).hasSize(3)
			.isSortedAccordingTo(Comparator.comparing((found) -> found.id().toString(), Comparator.reverseOrder()));
		this.node.store()
			.update("update sendpost_webhook_delivery set state = 'FAILED' where id = ?",
					List.of(this.node.store().platform().parameter(all.get(1).id())));
		WebhookSubscribers subscribers = this.node.subscribers();
		assertThat(
				subscribers.deliveries(subscriber.id(), new WebhookDeliverySearch(State.FAILED, null, 5)).deliveries())
			.extracting(WebhookDelivery::id)
			.containsExactly(all.get(1).id());
		WebhookDeliveryPage first = subscribers.deliveries(subscriber.id(), new WebhookDeliverySearch(null, null, 2));
		assertThat(first.deliveries()).extracting(WebhookDelivery::id)
			.containsExactly(all.get(0).id(), all.get(1).id());
		assertThat(subscribers.deliveries(subscriber.id(), new WebhookDeliverySearch(null, first.next(), 2)))
			.satisfies((rest) -> {
				assertThat(rest.next()).isNull();
				assertThat(rest.deliveries()).extracting(WebhookDelivery::id).containsExactly(all.get(2).id());
			});
		Instant from = all.get(2).createdAt();
		Instant until = all.get(0).createdAt().plusMillis(1);
		assertThat(subscribers.count(subscriber.id(), from, until, false, 100)).isEqualTo(3);
		assertThat(subscribers.count(subscriber.id(), from, until, false, 2)).isEqualTo(2);
		assertThat(subscribers.count(subscriber.id(), from, until, true, 100)).isOne();
		assertThat(subscribers.count(subscriber.id(), until, until.plusSeconds(9), false, 100)).isZero();
		assertThat(subscribers.delivery(all.get(0).id())).hasValue(all.get(0));
		assertThat(subscribers.forSubmitter(Submitter.subAccount("a")).delivery(all.get(0).id())).isEmpty();
	}

	@Test
	void aTestTellsASubscriberWhateverItsStateAndIsWrittenDownNowhere() {
		WebhookSubscriber subscriber = subscribe(WebhookEventType.OPENED, WebhookEventType.BOUNCED);
		this.node.subscribers().pause(subscriber.id(), "x");
		this.server.will(HttpAction.json(418, "teapot"));
		WebhookAttempt attempt = this.node.tester().test(subscriber);
		assertThat(attempt.status()).isEqualTo(418);
		assertThat(attempt.answer()).isEqualTo("teapot");
		assertThat(attempt.problem()).contains("418");
		ReceivedRequest request = this.server.request();
		assertThat(request.header("webhook-signature")).startsWith("v1,");
		JsonNode document = JSON.readTree(request.text());
		assertThat(document.at("/type").asString()).isEqualTo("email.bounced");
		assertThat(document.at("/data/tags/0").asString()).isEqualTo("test");
		assertThat(deliveries(subscriber)).isEmpty();
		assertThat(this.node.subscribers().find(subscriber.id()).orElseThrow().failingSince()).isNull();
	}

}
