package dev.sendpost.webhook.inbound.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.webhook.inbound.signature.ReplayGuard.ClaimResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a guard that remembers in a database promises, on every database that can be the
 * store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class ReplayGuardContractTests {

	private static final int COPIES = 12;

	private final Instant until = Clock.systemUTC().instant().plus(Duration.ofDays(7));

	private final Instant soon = Clock.systemUTC()
		.instant()
		.plus(Duration.ofMinutes(10))
		.truncatedTo(ChronoUnit.MILLIS);

	private final FreshDatabase database;

	private final Store store;

	private final TransactionTemplate transaction;

	private final ReplayGuard guard;

	private final ExecutorService threads = Executors.newFixedThreadPool(COPIES);

	ReplayGuardContractTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.store = OutboxNode.store(this.database.dataSource());
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.database.dataSource()));
		this.guard = node();
	}

	private JdbcReplayGuard node() {
		return new JdbcReplayGuard(this.store, Clock.systemUTC());
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.database.close();
	}

	@Test
	void aWebhookIsClaimedOnce() {
		assertThat(claim(this.guard, "a", "1", this.until)).isTrue();
		assertThat(claim(this.guard, "a", "1", this.until)).isFalse();
		assertThat(claim(this.guard, "a", "2", this.until)).isTrue();
		assertThat(claim(this.guard, "b", "1", this.until)).isTrue();
		assertThat(claim(this.guard, "a", "x".repeat(100_000), this.until)).isTrue();
		assertThat(claim(this.guard, "A", "1", this.until)).isTrue();
	}

	@Test
	void itIsKnownToOtherNodesAndAfterARestart() {
		claim(this.guard, "a", "1", this.until);
		assertThat(claim(node(), "a", "1", this.until)).isFalse();
	}

	@Test
	void whatIsReleasedMayComeAgainToAnyNode() {
		ReplayGuard other = node();
		claim(this.guard, "a", "1", this.until);
		assertThat(claim(other, "a", "1", this.until)).isFalse();
		this.guard.release("a", List.of("1"));
		assertThat(claim(other, "a", "1", this.until)).isTrue();
		assertThat(claim(this.guard, "a", "1", this.until)).isFalse();
	}

	@Test
	void aClaimIsRolledBackWithTheTransaction() {
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			assertThat(claim(this.guard, "a", "1", this.until)).isTrue();
			assertThat(claim(this.guard, "a", "1", this.until)).isFalse();
			throw new IllegalStateException("It cannot be processed");
		}));
		assertThat(claim(this.guard, "a", "1", this.until)).isTrue();
	}

	@Test
	void aTransactionGoesOnAfterItMetACopy() {
		claim(this.guard, "a", "1", this.until);
		ReplayGuard other = node();
		this.transaction.executeWithoutResult((status) -> {
			assertThat(claim(other, "a", "1", this.until)).isFalse();
			assertThat(claim(other, "a", "2", this.until)).isTrue();
		});
		assertThat(claim(node(), "a", "2", this.until)).isFalse();
	}

	@Test
	void ofManyCopiesAtOnceOneIsProcessed() throws Exception {
		for (int round = 0; round < 20; round++) {
			String key = "round-" + round;
			CyclicBarrier start = new CyclicBarrier(COPIES);
			AtomicInteger claimed = new AtomicInteger();
			boolean inTransaction = round % 2 == 0;
			atOnce(COPIES, () -> {
				ReplayGuard node = node();
				start.await(30, TimeUnit.SECONDS);
				boolean first = inTransaction ? this.transaction.execute((status) -> claim(node, "a", key, this.until))
						: claim(node, "a", key, this.until);
				if (first) {
					claimed.incrementAndGet();
				}
				return null;
			});
			assertThat(claimed).as(key).hasValue(1);
		}
	}

	@Test
	void whenTheFirstOfManyIsRolledBackOneOtherIsProcessed() throws Exception {
		for (int round = 0; round < 5; round++) {
			String key = "round-" + round;
			AtomicInteger claimed = new AtomicInteger();
			whileTheFirstIsRolledBack(key, () -> {
				if (claim(node(), "a", key, this.until)) {
					claimed.incrementAndGet();
				}
			});
			assertThat(claimed).as(key).hasValue(1);
		}
	}

	/**
	 * Those that are told of a deadlock are rolled back, and come once more.
	 */
	@Test
	void inTransactionsNoneOrOneOtherIsProcessed() throws Exception {
		for (int round = 0; round < 5; round++) {
			String key = "round-" + round;
			AtomicInteger claimed = new AtomicInteger();
			whileTheFirstIsRolledBack(key, () -> {
				try {
					if (this.transaction.execute((status) -> claim(node(), "a", key, this.until))) {
						claimed.incrementAndGet();
					}
				}
				catch (PessimisticLockingFailureException ex) {
					assertThat(this.store.platform().isMySqlFamily()).isTrue();
				}
			});
			assertThat(claimed).as(key).hasValueLessThanOrEqualTo(1);
			assertThat(claim(node(), "a", key, this.until)).isEqualTo(claimed.get() == 0);
		}
	}

	private void whileTheFirstIsRolledBack(String key, Runnable claim) throws Exception {
		CountDownLatch holding = new CountDownLatch(1);
		CountDownLatch waiting = new CountDownLatch(3);
		Future<?> first = this.threads.submit(() -> this.transaction.executeWithoutResult((status) -> {
			assertThat(claim(node(), "a", key, this.until)).isTrue();
			holding.countDown();
			await(waiting);
			status.setRollbackOnly();
		}));
		await(holding);
		atOnce(3, () -> {
			waiting.countDown();
			claim.run();
			return null;
		});
		first.get(30, TimeUnit.SECONDS);
	}

	@Test
	void whatIsBeingProcessedIsKnownToOtherNodesAsThat() {
		ReplayGuard other = node();
		assertThat(begin(this.guard, "1", this.soon)).isEqualTo(ClaimResult.CLAIMED);
		for (ReplayGuard node : List.of(this.guard, other)) {
			assertThat(begin(node, "1", this.soon)).isEqualTo(ClaimResult.IN_PROGRESS);
			assertThat(node.claim("a", List.of("1"), this.until)).isEqualTo(ClaimResult.IN_PROGRESS);
		}
		this.guard.finish("a", List.of("1"), this.until);
		for (ReplayGuard node : List.of(this.guard, other, node())) {
			assertThat(begin(node, "1", this.soon)).isEqualTo(ClaimResult.PROCESSED);
			assertThat(node.claim("a", List.of("1"), this.until)).isEqualTo(ClaimResult.PROCESSED);
		}
	}

	@Test
	void whatIsAbandonedMayComeAgainToAnyNode() {
		begin(this.guard, "1", this.soon);
		this.guard.abandon("a", List.of("1"), this.soon);
		assertThat(begin(node(), "1", this.soon)).isEqualTo(ClaimResult.CLAIMED);
		begin(this.guard, "2", this.soon);
		this.guard.abandon("a", List.of("2"), this.soon);
		assertThat(claim(node(), "a", "2", this.until)).isTrue();
	}

	@Test
	void whatANodeBeganThatDiedMayComeAgainAfterAWhile() {
		Instant past = this.store.now().minusSeconds(60);
		begin(this.guard, "1", past);
		begin(this.guard, "2", past);
		ReplayGuard other = node();
		assertThat(begin(other, "1", this.soon)).isEqualTo(ClaimResult.CLAIMED);
		assertThat(begin(node(), "1", this.soon)).isEqualTo(ClaimResult.IN_PROGRESS);
		this.guard.abandon("a", List.of("1"), past);
		assertThat(begin(node(), "1", this.soon)).isEqualTo(ClaimResult.IN_PROGRESS);
		assertThat(claim(other, "a", "2", this.until)).isTrue();
		assertThat(begin(node(), "2", this.soon)).isEqualTo(ClaimResult.PROCESSED);
	}

	@Test
	void whoFinishesLateFinishesForGood() {
		Instant past = this.store.now().minusSeconds(60);
		begin(this.guard, "1", past);
		begin(this.guard, "2", past);
		begin(node(), "1", this.soon);
		node().forgetExpired();
		this.guard.finish("a", List.of("1", "2"), this.until);
		assertThat(begin(node(), "1", this.soon)).isEqualTo(ClaimResult.PROCESSED);
		assertThat(begin(node(), "2", this.soon)).isEqualTo(ClaimResult.PROCESSED);
	}

	@Test
	void aCopyIsKnownByEachOfItsKeys() {
		assertThat(this.guard.claim("a", List.of("2", "1"), this.until)).isEqualTo(ClaimResult.CLAIMED);
		for (ReplayGuard node : List.of(this.guard, node())) {
			assertThat(node.claim("a", List.of("1"), this.until)).isEqualTo(ClaimResult.PROCESSED);
			assertThat(node.claim("a", List.of("0", "2", "3"), this.until)).isEqualTo(ClaimResult.PROCESSED);
		}
		assertThat(this.guard.claim("a", List.of("0", "3"), this.until)).isEqualTo(ClaimResult.CLAIMED);
	}

	@Test
	void ofManyCopiesAtOnceOneIsBegun() throws Exception {
		for (int round = 0; round < 10; round++) {
			List<String> keys = List.of("round-" + round, "another-" + round);
			CyclicBarrier start = new CyclicBarrier(COPIES);
			AtomicInteger begun = new AtomicInteger();
			atOnce(COPIES, () -> {
				ReplayGuard node = node();
				start.await(30, TimeUnit.SECONDS);
				ClaimResult result = node.begin("a", keys, this.soon);
				if (result == ClaimResult.CLAIMED) {
					begun.incrementAndGet();
				}
				else {
					assertThat(result).isEqualTo(ClaimResult.IN_PROGRESS);
				}
				return null;
			});
			assertThat(begun).as(keys.toString()).hasValue(1);
		}
	}

	private static ClaimResult begin(ReplayGuard guard, String key, Instant expiry) {
		return guard.begin("a", List.of(key), expiry);
	}

	private static boolean claim(ReplayGuard guard, String source, String key, Instant until) {
		return guard.claim(source, List.of(key), until) == ClaimResult.CLAIMED;
	}

	@Test
	void whatHasExpiredIsForgotten() {
		JdbcReplayGuard other = node();
		claim(this.guard, "a", "old", this.store.now().minusSeconds(60));
		claim(this.guard, "a", "new", this.until);
		other.forgetExpired();
		assertThat(claim(other, "a", "old", this.until)).isTrue();
		assertThat(claim(other, "a", "new", this.until)).isFalse();
	}

	private void atOnce(int copies, Callable<?> action) throws Exception {
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < copies; i++) {
			running.add(this.threads.submit(action));
		}
		for (Future<?> one : running) {
			one.get(60, TimeUnit.SECONDS);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
