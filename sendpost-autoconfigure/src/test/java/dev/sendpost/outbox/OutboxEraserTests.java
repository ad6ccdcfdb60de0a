package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
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
 * Tests for {@link OutboxEraser}, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class OutboxEraserTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private static final List<String> TABLES = List.of("sendpost_email", "sendpost_recipient", "sendpost_event",
			"sendpost_email_tag", "sendpost_content", "sendpost_content_chunk", "sendpost_idempotency");

	private final List<OutboxNode> nodes = new ArrayList<>();

	private final FreshDatabase database;

	OutboxEraserTests(TestDatabase kind) {
		this.database = kind.clean();
	}

	@AfterEach
	void close() throws Exception {
		this.nodes.forEach(OutboxNode::close);
		this.database.close();
	}

	@Test
	void ofAMessageToNobodyElseNothingStays() {
		OutboxNode node = node(FakeTransport.accepting("a")).start();
		Receipt sent = node.gateway()
			.send(email("Ann <ANN@example.com>").tags("order")
				.idempotencyKey("order-1")
				.attach(Attachment.of("big.bin", new byte[3_000_000]))
				.build());
		await(node, sent, EmailStatus.SENT);
		node.gateway().send(email("ann@example.com").sendAt(Instant.now().plusSeconds(3600)).build());
		assertThat(TABLES).allSatisfy((table) -> assertThat(node.count(table)).as(table).isPositive());
		assertThat(new OutboxEraser(node.store()).erase(ANN)).isZero();
		assertThat(TABLES).allSatisfy((table) -> assertThat(node.count(table)).as(table).isZero());
	}

	@Test
	void aContentThatOthersGotTooStays() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		node.gateway().send(List.of(email("ann@example.com").build(), email("bob@example.com").build()));
		assertThat(node.count("sendpost_content")).isOne();
		new OutboxEraser(node.store()).erase(ANN);
		assertThat(node.count("sendpost_content")).isOne();
		assertThat(node.count("sendpost_email")).isOne();
	}

	@Test
	void fromAMessageToSeveralThePersonVanishes() {
		OutboxNode node = node(FakeTransport.accepting("a")).start();
		Receipt receipt = node.gateway().send(email("Ann <Ann@Example.com>", "bob@example.com").build());
		await(node, receipt, EmailStatus.SENT);
		node.log()
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), EmailAddress.parse("ANN@example.com"),
					DeliveryEventType.OPENED, Instant.now(), "provider", null, null, null, null, false)));
		assertThat(new OutboxEraser(node.store()).erase(ANN)).isZero();
		node.log()
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), ANN, DeliveryEventType.CLICKED,
					Instant.now(), "provider", null, null, null, null, false)));
		assertThat(node.gateway().find(receipt.id()).orElseThrow().outcomes())
			.extracting((outcome) -> outcome.recipient().address())
			.containsExactly("bob@example.com");
		assertThat(node.log().find(receipt.id())).extracting(DeliveryEvent::recipient)
			.containsExactly(null, EmailAddress.parse("bob@example.com"));
		assertThat(node.count("sendpost_content")).isOne();
	}

	@Test
	void aWaitingMessageGoesToTheOthersOnly() {
		FakeTransport transport = FakeTransport.answering("a",
				(recipient) -> recipient.localPart().equals("bob") ? RecipientOutcome.sent(recipient, "a", "250 Ok")
						: RecipientOutcome.deferred(recipient, "a", "450 4.7.1 Later"));
		OutboxNode first = OutboxNode.on(this.database.dataSource())
			.transports(transport)
			.schedule(new RetrySchedule(List.of(Duration.ofHours(1)), 0, Duration.ofDays(3)))
			.build();
		this.nodes.add(first);
		Receipt both = first.gateway().send(email("ann@example.com", "bob@example.com").build());
		first.start();
		await(first, both, EmailStatus.DEFERRED);
		first.stop();
		Receipt waiting = first.gateway()
			.send(email("ann@example.com", "cid@example.com").sendAt(Instant.now().plusSeconds(3600)).build());
		new OutboxEraser(first.store()).erase(ANN);
		EmailRecord settled = first.gateway().find(both.id()).orElseThrow();
		assertThat(settled.status()).isEqualTo(EmailStatus.SENT);
		assertThat(settled.dueAt()).isNull();
		assertThat(first.gateway().reschedule(waiting.id(), Instant.now())).isTrue();
		OutboxNode second = node(FakeTransport.accepting("b")).start();
		await(second, waiting, EmailStatus.SENT);
		assertThat(second.gateway().find(waiting.id()).orElseThrow().outcomes())
			.extracting((outcome) -> outcome.recipient().address())
			.containsExactly("cid@example.com");
	}

	@Test
	void whatIsBeingSentIsLeftForLater() throws Exception {
		CountDownLatch sending = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		OutboxNode node = node(FakeTransport.answering("a", (recipient) -> {
			sending.countDown();
			try {
				goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return RecipientOutcome.sent(recipient, "a", "250 Ok");
		})).start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		sending.await();
		assertThat(new OutboxEraser(node.store()).erase(ANN)).isOne();
		goOn.countDown();
		await(node, receipt, EmailStatus.SENT);
		assertThat(new OutboxEraser(node.store()).erase(ANN)).isZero();
		assertThat(node.count("sendpost_email")).isZero();
		assertThat(node.count("sendpost_event")).isZero();
	}

	@Test
	void whatOthersErasedMeanwhileDoesNotKeepItFromEnding() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		node.gateway().send(email("ann@example.com", "bob@example.com").build());
		CompletableFuture<Integer> erasing = CompletableFuture
			.supplyAsync(() -> node.transaction().execute((status) -> {
				assertThat(node.count("sendpost_recipient")).isEqualTo(2);
				node.store().inOwnTransaction(() -> new OutboxEraser(node.store()).erase(ANN));
				return new OutboxEraser(node.store()).erase(ANN);
			}));
		assertThat(erasing).succeedsWithin(Duration.ofSeconds(30));
		assertThat(node.count("sendpost_recipient")).isOne();
	}

	@Test
	void messagesAreErasedPageByPage() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		node.gateway()
			.send(IntStream.range(0, 450)
				.mapToObj((i) -> email("ann@example.com", "Ann@example.com").build())
				.toList());
		assertThat(new OutboxEraser(node.store()).erase(ANN)).isZero();
		assertThat(TABLES).allSatisfy((table) -> assertThat(node.count(table)).as(table).isZero());
	}

	private OutboxNode node(FakeTransport transport) {
		OutboxNode node = OutboxNode.on(this.database.dataSource()).transports(transport).build();
		this.nodes.add(node);
		return node;
	}

	private static EmailBuilder email(String... to) {
		return Email.builder().from("shop@acme.example").to(to).subject("Hello").text("World");
	}

	private static void await(OutboxNode node, Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.until(() -> node.gateway().find(receipt.id()).map(EmailRecord::status).orElse(null) == status);
	}

}
