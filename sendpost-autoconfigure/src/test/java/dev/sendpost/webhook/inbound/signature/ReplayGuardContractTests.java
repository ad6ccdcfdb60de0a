package dev.sendpost.webhook.inbound.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
		assertThat(this.guard.claim("a", "1", this.until)).isTrue();
		assertThat(this.guard.claim("a", "1", this.until)).isFalse();
		assertThat(this.guard.claim("a", "2", this.until)).isTrue();
		assertThat(this.guard.claim("b", "1", this.until)).isTrue();
		assertThat(this.guard.claim("a", "x".repeat(100_000), this.until)).isTrue();
		assertThat(this.guard.claim("A", "1", this.until)).isTrue();
	}

	@Test
	void itIsKnownToOtherNodesAndAfterARestart() {
		this.guard.claim("a", "1", this.until);
		assertThat(node().claim("a", "1", this.until)).isFalse();
	}

	@Test
	void whatIsReleasedMayComeAgainToAnyNode() {
		ReplayGuard other = node();
		this.guard.claim("a", "1", this.until);
		assertThat(other.claim("a", "1", this.until)).isFalse();
		this.guard.release("a", "1");
		assertThat(other.claim("a", "1", this.until)).isTrue();
		assertThat(this.guard.claim("a", "1", this.until)).isFalse();
	}

	@Test
	void aClaimIsRolledBackWithTheTransaction() {
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			assertThat(this.guard.claim("a", "1", this.until)).isTrue();
			assertThat(this.guard.claim("a", "1", this.until)).isFalse();
			throw new IllegalStateException("It cannot be processed");
		}));
		assertThat(this.guard.claim("a", "1", this.until)).isTrue();
	}

	@Test
	void aTransactionGoesOnAfterItMetACopy() {
		this.guard.claim("a", "1", this.until);
		ReplayGuard other = node();
		this.transaction.executeWithoutResult((status) -> {
			assertThat(other.claim("a", "1", this.until)).isFalse();
			assertThat(other.claim("a", "2", this.until)).isTrue();
		});
		assertThat(node().claim("a", "2", this.until)).isFalse();
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
				boolean first = inTransaction ? this.transaction.execute((status) -> node.claim("a", key, this.until))
						: node.claim("a", key, this.until);
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
				if (node().claim("a", key, this.until)) {
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
					if (this.transaction.execute((status) -> node().claim("a", key, this.until))) {
						claimed.incrementAndGet();
					}
				}
				catch (PessimisticLockingFailureException ex) {
					assertThat(this.store.platform().isMySqlFamily()).isTrue();
				}
			});
			assertThat(claimed).as(key).hasValueLessThanOrEqualTo(1);
			assertThat(node().claim("a", key, this.until)).isEqualTo(claimed.get() == 0);
		}
	}

	private void whileTheFirstIsRolledBack(String key, Runnable claim) throws Exception {
		CountDownLatch holding = new CountDownLatch(1);
		CountDownLatch waiting = new CountDownLatch(3);
		Future<?> first = this.threads.submit(() -> this.transaction.executeWithoutResult((status) -> {
			assertThat(node().claim("a", key, this.until)).isTrue();
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
	void whatHasExpiredIsForgotten() {
		JdbcReplayGuard other = node();
		this.guard.claim("a", "old", this.store.now().minusSeconds(1));
		this.guard.claim("a", "new", this.until);
		other.forgetExpired();
		assertThat(other.claim("a", "old", this.until)).isTrue();
		assertThat(other.claim("a", "new", this.until)).isFalse();
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
