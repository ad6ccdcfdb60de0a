package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sendpost.Email;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What {@link MailQueue} promises about what waits, on every database that can be the
 * store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class MailQueueContractTests {

	private static final RetrySchedule TOMORROW = new RetrySchedule(List.of(Duration.ofDays(1)), 0, Duration.ofDays(3));

	private final AtomicBoolean refusing = new AtomicBoolean(true);

	private final FakeTransport transport = FakeTransport.answering("a",
			(recipient) -> this.refusing.get() && !recipient.domain().equals("fine.example")
					? RecipientOutcome.deferred(recipient, "a",
							recipient.domain().equals("greylist.example")
									? "450 4.7.1 Greylisted, id " + Math.abs(recipient.address().hashCode())
									: "452 4.2.2 Mailbox full")
					: RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"));

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final FreshDatabase database;

	MailQueueContractTests(TestDatabase kind) {
		this.database = kind.clean();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.database.close();
	}

	@Test
	void whatWaitsIsCountedNoFurtherThanAsked() {
		OutboxNode node = node(this.transport);
		assertThat(node.queue().state(10)).returns(0L, QueueState::total)
			.returns(Duration.ZERO, QueueState::delay)
			.returns(false, QueueState::paused);
		send(node, "ann@a.example", "bob@a.example", "carl@a.example");
		node.gateway().send(later("dora@a.example"));
		node.store().jdbc().update("update sendpost_email set due_at = due_at - 60000 where status = 'QUEUED'");
		node.queue().pauseTransport("a");
		QueueState state = node.queue().state(2);
		assertThat(state.depth()).containsEntry(EmailStatus.QUEUED, 2L)
			.containsEntry(EmailStatus.SCHEDULED, 1L)
			.hasSize(2);
		assertThat(state.delay()).isBetween(Duration.ofSeconds(59), Duration.ofMinutes(2));
		assertThat(state.pausedTransports()).containsExactly("a");
		assertThat(node.queue().state(100).depth()).isEqualTo(node.queue().state().depth());
		assertThatIllegalArgumentException().isThrownBy(() -> node.queue().state(0));
	}

	@Test
	void theMessageDueLongestIsFoundInWhicheverLane() {
		OutboxNode node = node(this.transport);
		send(node, "ann@a.example");
		node.gateway().send(email("bob@a.example").toBuilder().stream(EmailStream.BROADCAST).build());
		node.store().jdbc().update("update sendpost_email set due_at = due_at - 600000 where lane = 't:default'");
		assertThat(node.queue().state(10).delay()).isGreaterThan(Duration.ofMinutes(9));
		node.store().jdbc().update("update sendpost_email set due_at = due_at + 1200000");
		assertThat(node.queue().state(10).delay()).as("nothing is due").isZero();
	}

	@Test
	void messagesThatWaitAreReadPageByPage() {
		OutboxNode node = node(this.transport);
		List<Receipt> receipts = send(node, "ann@a.example", "bob@a.example", "carl@a.example");
		node.gateway().cancel(receipts.get(1).id());
		EmailPage first = node.queue().waiting(EmailStatus.QUEUED, null, 1);
		assertThat(first.emails()).extracting(EmailRecord::id).containsExactly(receipts.get(2).id());
		EmailPage second = node.queue().waiting(EmailStatus.QUEUED, first.next(), 1);
		assertThat(second.emails()).extracting(EmailRecord::id).containsExactly(receipts.get(0).id());
		assertThat(second.next()).isNull();
		assertThat(node.queue().waiting(EmailStatus.DEFERRED, null, 1).emails()).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> node.queue().waiting(EmailStatus.SENT, null, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> node.queue().waiting(EmailStatus.QUEUED, null, 0));
	}

	@Test
	void whatIsDeferredIsPutTogetherByDomainAndByReason() {
		OutboxNode node = node(this.transport);
		List<Receipt> receipts = send(node, "ann@greylist.example", "bob@greylist.example", "carl@full.example",
				"dora@fine.example");
		deferAll(node, receipts.subList(0, 3));
		DeferredMail all = node.queue().deferred(100);
		assertThat(all.messages()).isEqualTo(3);
		assertThat(all.more()).isFalse();
		assertThat(all.domains()).extracting(DeferredMail.Domain::name, DeferredMail.Domain::messages)
			.containsExactly(tuple("greylist.example", 2), tuple("full.example", 1));
		assertThat(all.domains().get(0).reason()).startsWith("450 4.7.1 Greylisted, id ");
		assertThat(all.domains().get(0).dueAt()).isAfter(Instant.now());
		assertThat(all.reasons()).extracting(DeferredMail.Reason::messages).containsExactly(2, 1);
		assertThat(all.reasons().get(1)).returns("452 4.2.2 Mailbox full", DeferredMail.Reason::text)
			.returns("a", DeferredMail.Reason::transport);
		DeferredMail newest = node.queue().deferred(2);
		assertThat(newest.messages()).isEqualTo(2);
		assertThat(newest.more()).isTrue();
		EmailPage page = node.queue().deferred("greylist.example", null, 1);
		assertThat(page.emails()).extracting(EmailRecord::id).containsExactly(receipts.get(1).id());
		assertThat(node.queue().deferred("greylist.example", page.next(), 1).emails()).extracting(EmailRecord::id)
			.containsExactly(receipts.get(0).id());
		assertThat(node.queue().deferred("fine.example", null, 10).emails()).isEmpty();
	}

	@Test
	void aDeferredMessageIsTriedAtOnceWhenAsked() {
		OutboxNode node = node(this.transport);
		List<Receipt> receipts = send(node, "ann@full.example", "bob@full.example");
		deferAll(node, receipts);
		this.refusing.set(false);
		assertThat(node.queue().retryNow(receipts.get(0).id())).isTrue();
		await(node, receipts.get(0), EmailStatus.SENT);
		assertThat(node.gateway().find(receipts.get(1).id()).orElseThrow().status()).isEqualTo(EmailStatus.DEFERRED);
		assertThat(node.queue().retryNow(receipts.get(0).id())).as("settled").isFalse();
		assertThat(node.queue().retryNow(node.gateway().send(later("carl@full.example")).id())).as("scheduled")
			.isFalse();
		assertThat(node.queue().retryNow(new UUID(0, 0))).as("unknown").isFalse();
	}

	@Test
	void allDeferredMessagesToADomainAreTriedAtOnceWhenAsked() {
		OutboxNode node = node(this.transport);
		List<Receipt> receipts = send(node, "ann@full.example", "bob@full.example", "carl@greylist.example");
		deferAll(node, receipts);
		this.refusing.set(false);
		assertThat(node.queue().retryNow("full.example", 100)).isEqualTo(new RetriedMail(2, false));
		await(node, receipts.get(0), EmailStatus.SENT);
		await(node, receipts.get(1), EmailStatus.SENT);
		assertThat(node.gateway().find(receipts.get(2).id()).orElseThrow().status()).isEqualTo(EmailStatus.DEFERRED);
		assertThat(node.queue().retryNow("full.example", 100)).isEqualTo(new RetriedMail(0, false));
	}

	@Test
	void noMoreDeferredMessagesAreLookedAtThanAsked() {
		OutboxNode node = node(this.transport);
		List<Receipt> receipts = send(node, "ann@full.example", "bob@full.example", "carl@full.example");
		deferAll(node, receipts);
		node.stop();
		assertThat(node.queue().retryNow("full.example", 2)).isEqualTo(new RetriedMail(2, true));
		Instant now = node.store().now();
		assertThat(receipts).extracting((receipt) -> node.gateway().find(receipt.id()).orElseThrow().dueAt())
			.satisfiesExactly((first) -> assertThat(first).isAfter(now.plusSeconds(60)),
					(second) -> assertThat(second).isBeforeOrEqualTo(now),
					(third) -> assertThat(third).isBeforeOrEqualTo(now));
	}

	@Test
	void aMessageThatIsBeingSentIsNotSentASecondTime() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		FakeTransport slow = FakeTransport.behaving("a", (outgoing) -> {
			begun.countDown();
			try {
				assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return outgoing.recipients()
				.stream()
				.map((recipient) -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"))
				.toList();
		});
		OutboxNode node = node(slow);
		Receipt receipt = send(node, "ann@a.example").get(0);
		node.start();
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(node.queue().waiting(EmailStatus.SENDING, null, 10).emails()).extracting(EmailRecord::id)
			.containsExactly(receipt.id());
		assertThat(node.queue().retryNow(receipt.id())).isFalse();
		assertThat(node.queue().retryNow("a.example", 10).messages()).isZero();
		answer.countDown();
		await(node, receipt, EmailStatus.SENT);
		assertThat(slow.attempts()).hasSize(1);
	}

	@Test
	void aRolledBackRetryChangesNothing() {
		OutboxNode node = node(this.transport);
		List<Receipt> receipts = send(node, "ann@full.example");
		deferAll(node, receipts);
		node.transaction().executeWithoutResult((status) -> {
			assertThat(node.queue().retryNow(receipts.get(0).id())).isTrue();
			status.setRollbackOnly();
		});
		assertThat(node.gateway().find(receipts.get(0).id()).orElseThrow().dueAt())
			.isAfter(node.store().now().plusSeconds(60));
	}

	private OutboxNode node(FakeTransport transport) {
		OutboxNode node = OutboxNode.on(this.database.dataSource()).transports(transport).schedule(TOMORROW).build();
		this.nodes.add(node);
		return node;
	}

	private static List<Receipt> send(OutboxNode node, String... recipients) {
		List<Receipt> receipts = new ArrayList<>();
		for (String recipient : recipients) {
			receipts.add(node.gateway().send(email(recipient)));
		}
		return receipts;
	}

	private static void deferAll(OutboxNode node, List<Receipt> receipts) {
		node.start();
		receipts.forEach((receipt) -> await(node, receipt, EmailStatus.DEFERRED));
	}

	private static void await(OutboxNode node, Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(node.gateway().find(receipt.id()).orElseThrow().status()).isEqualTo(status));
	}

	private static Email email(String recipient) {
		return Email.builder().from("hello@acme.example").to(recipient).subject("Hello").text("Hi").build();
	}

	private static Email later(String recipient) {
		return email(recipient).toBuilder().sendAt(Instant.now().plus(Duration.ofDays(1))).build();
	}

}
