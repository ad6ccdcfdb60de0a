package dev.sendpost.store;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommittedCache}.
 */
@Timeout(60)
class CommittedCacheTests {

	private final TestTime time = new TestTime();

	/** What the database would say. */
	private final AtomicReference<String> state = new AtomicReference<>("good");

	private final AtomicInteger reads = new AtomicInteger();

	private final Queue<Runnable> background = new ArrayDeque<>();

	private final CommittedCache<String, String> cache = new CommittedCache<>((key) -> read(), this.time,
			this.background::add);

	private Runnable afterRead = () -> {
	};

	private Optional<String> read() {
		this.reads.incrementAndGet();
		Optional<String> found = Optional.of(this.state.get());
		this.afterRead.run();
		return found;
	}

	@Test
	void whatIsKnownIsNotReadAgainUntilItIsOldAndThenInTheBackground() {
		assertThat(this.cache.get("key")).contains("good");
		assertThat(this.cache.get("key")).contains("good");
		assertThat(this.reads).hasValue(1);
		this.state.set("revoked");
		this.time.pass(CommittedCache.MAX_STALENESS.dividedBy(2));
		assertThat(this.cache.get("key")).contains("good");
		assertThat(this.cache.get("key")).contains("good");
		assertThat(this.background).hasSize(1);
		this.background.remove().run();
		assertThat(this.cache.get("key")).contains("revoked");
		assertThat(this.reads).hasValue(2);
		this.state.set("good");
		this.time.pass(CommittedCache.MAX_STALENESS);
		assertThat(this.cache.get("key")).contains("good");
	}

	@Test
	void whatWasBeingReadWhenAChangeWasCommittedIsNotRemembered() {
		this.afterRead = this::revoke;
		assertThat(this.cache.get("key")).contains("good");
		assertThat(this.cache.get("key")).contains("revoked");
	}

	@Test
	void whatWasBeingReadAgainWhenAChangeWasCommittedIsNotRemembered() {
		this.cache.get("key");
		this.time.pass(CommittedCache.MAX_STALENESS.dividedBy(2));
		this.cache.get("key");
		this.afterRead = this::revoke;
		this.background.remove().run();
		assertThat(this.cache.get("key")).contains("revoked");
	}

	@Test
	void whatIsReadAgainDoesNotReplaceWhatWasReadAfterAChange() {
		this.cache.get("key");
		this.time.pass(CommittedCache.MAX_STALENESS.dividedBy(2));
		this.cache.get("key");
		this.afterRead = () -> {
			revoke();
			assertThat(this.cache.get("key")).contains("revoked");
		};
		this.background.remove().run();
		assertThat(this.cache.get("key")).contains("revoked");
	}

	@Test
	void whatWasReadAheadOfAChangeIsNotRemembered() {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			TransactionTemplate transaction = new TransactionTemplate(
					new JdbcTransactionManager(database.dataSource()));
			transaction.executeWithoutResult((status) -> assertThat(this.cache.get("key")).contains("good"));
			this.afterRead = this::revoke;
			this.background.remove().run();
			assertThat(this.cache.get("key")).contains("revoked");
		}
	}

	private void revoke() {
		this.afterRead = () -> {
		};
		this.state.set("revoked");
		this.cache.changed("key");
	}

	@Test
	void whatCannotBeReadIsToldToWhoAsksAndAskedForAgain() {
		this.afterRead = () -> {
			throw new QueryTimeoutException("away");
		};
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.cache.get("key"));
		this.afterRead = () -> {
		};
		assertThat(this.cache.get("key")).contains("good");
		this.time.pass(CommittedCache.MAX_STALENESS.dividedBy(2));
		this.cache.get("key");
		this.afterRead = () -> {
			throw new QueryTimeoutException("away");
		};
		this.background.remove().run();
		assertThat(this.cache.get("key")).contains("good");
		this.time.pass(CommittedCache.MAX_STALENESS);
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.cache.get("key"));
	}

	/**
	 * One thread changes something in a transaction that has the only connection, while
	 * another, outside of any, waits for that connection in order to read the same thing.
	 */
	@Test
	void withOneConnectionAChangeIsCommittedWhileAnotherThreadWaitsToReadIt() throws Exception {
		try (FreshDatabase database = TestDatabase.H2.fresh(); HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(database.url());
			pool.setUsername(database.user());
			pool.setPassword(database.password());
			pool.setMaximumPoolSize(1);
			pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(30));
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			jdbc.execute("create table thing (name varchar(10))");
			jdbc.execute("insert into thing values ('old')");
			CountDownLatch reading = new CountDownLatch(1);
			CommittedCache<String, String> things = new CommittedCache<>((key) -> {
				reading.countDown();
				return Optional.ofNullable(jdbc.queryForObject("select name from thing", String.class));
			}, this.time);
			CompletableFuture<Optional<String>> reader = new CompletableFuture<>();
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
				jdbc.execute("update thing set name = 'new'");
				things.changed("thing");
				reader.completeAsync(() -> things.get("thing"));
				await(reading);
			});
			assertThat(reader.get(10, TimeUnit.SECONDS)).contains("new");
			assertThat(things.get("thing")).contains("new");
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
