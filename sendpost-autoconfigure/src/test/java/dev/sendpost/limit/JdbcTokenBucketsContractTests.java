package dev.sendpost.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Buckets that nodes share, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class JdbcTokenBucketsContractTests {

	private static final List<Rate> RATES = List.of(new Rate(10, Duration.ofHours(1)),
			new Rate(1000, Duration.ofDays(1)));

	private final FreshDatabase database;

	private final OutboxNode node;

	private final List<JdbcTokenBuckets> opened = new ArrayList<>();

	JdbcTokenBucketsContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = OutboxNode.on(this.database.dataSource()).transports(FakeTransport.accepting("a")).build();
	}

	@AfterEach
	void close() {
		this.opened.forEach(JdbcTokenBuckets::close);
		this.node.close();
		this.database.close();
	}

	@Test
	void nodesShareABucketOnceTheyHaveSettled() {
		JdbcTokenBuckets first = buckets();
		JdbcTokenBuckets second = buckets();
		assertThat(take(first, 6)).isEqualTo(6);
		assertThat(take(second, 1)).isOne();
		first.settle();
		second.settle();
		first.settle();
		assertThat(take(first, 10)).isEqualTo(3);
		first.settle();
		second.settle();
		assertThat(take(second, 5)).isZero();
		assertThat(second.take("shop", RATES).orElseThrow()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
		assertThat(second.take("club", RATES)).isEmpty();
	}

	@Test
	void aNodeThatStartsKnowsWhatOthersTook() {
		JdbcTokenBuckets first = buckets();
		assertThat(take(first, 20)).isEqualTo(10);
		first.close();
		assertThat(take(buckets(), 1)).isZero();
	}

	@Test
	void aSecondPassesWithoutACallAndAllIsSettled() {
		JdbcTokenBuckets first = buckets();
		JdbcTokenBuckets second = buckets();
		assertThat(take(second, 1)).isOne();
		// One less if that second has passed for the other already.
		assertThat(take(first, 20)).isBetween(9, 10);
		Awaitility.await().until(() -> take(second, 1) == 0);
	}

	@Test
	void whoeverSendsInATransactionNeedsNoSecondConnection() throws Exception {
		HikariDataSource single = new HikariDataSource();
		single.setJdbcUrl(this.database.url());
		single.setUsername(this.database.user());
		single.setPassword(this.database.password());
		single.setMaximumPoolSize(1);
		single.setConnectionTimeout(10_000);
		try (single) {
			Store store = new Store(single, this.node.store().platform(), new JdbcTransactionManager(single));
			JdbcTokenBuckets buckets = new JdbcTokenBuckets(store);
			int taken = store.inCallersTransaction(() -> {
				store.jdbc().queryForObject("select 1", Integer.class);
				return take(buckets, 20);
			});
			assertThat(taken).isEqualTo(10);
			buckets.close();
		}
	}

	@Test
	void itFillsUpWithTime() {
		TokenBuckets buckets = buckets();
		List<Rate> rates = List.of(new Rate(1, Duration.ofMillis(300)));
		assertThat(buckets.take("shop", rates)).isEmpty();
		Awaitility.await().until(() -> buckets.take("shop", rates).isEmpty());
	}

	@Test
	void aTokenStaysTakenWhenTheCallersTransactionRollsBack() {
		TokenBuckets buckets = buckets();
		List<Rate> rates = List.of(new Rate(1, Duration.ofHours(1)));
		this.node.transaction().executeWithoutResult((status) -> {
			assertThat(buckets.take("shop", rates)).isEmpty();
			status.setRollbackOnly();
		});
		assertThat(buckets.take("shop", rates)).isPresent();
	}

	@Test
	void bucketsThatAreFullAreForgotten() {
		JdbcTokenBuckets buckets = buckets();
		buckets.take("shop", RATES);
		buckets.take("club", RATES);
		buckets.close();
		this.node.store().jdbc().update("update sendpost_bucket set expires_at = 1 where id like 'club%'");
		buckets.forgetFull();
		assertThat(this.node.count("sendpost_bucket")).isOne();
	}

	private JdbcTokenBuckets buckets() {
		JdbcTokenBuckets buckets = new JdbcTokenBuckets(this.node.store());
		this.opened.add(buckets);
		return buckets;
	}

	private static int take(TokenBuckets buckets, int times) {
		int taken = 0;
		for (int i = 0; i < times; i++) {
			taken += buckets.take("shop", RATES).isEmpty() ? 1 : 0;
		}
		return taken;
	}

}
