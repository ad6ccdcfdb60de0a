package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;

import dev.sendpost.outbox.OutboxNode;
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
 * Buckets that nodes share, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class JdbcTokenBucketsContractTests {

	private static final List<Rate> RATES = List.of(new Rate(10, Duration.ofHours(1)),
			new Rate(1000, Duration.ofDays(1)));

	private final FreshDatabase database;

	private final OutboxNode node;

	JdbcTokenBucketsContractTests(TestDatabase kind) {
		this.database = kind.fresh();
		this.node = OutboxNode.on(this.database.dataSource()).transports(FakeTransport.accepting("a")).build();
	}

	@AfterEach
	void close() {
		this.node.close();
		this.database.close();
	}

	@Test
	void nodesShareABucketButForWhatEachHoldsBack() {
		List<TokenBuckets> nodes = List.of(new JdbcTokenBuckets(this.node.store()),
				new JdbcTokenBuckets(this.node.store()));
		int taken = 0;
		for (int i = 0; i < 30; i++) {
			taken += nodes.get(i % 2).take("shop", RATES).isEmpty() ? 1 : 0;
		}
		assertThat(taken).isBetween(10, 12);
		assertThat(nodes.get(0).take("shop", RATES).orElseThrow()).isBetween(Duration.ofMinutes(1),
				Duration.ofMinutes(18));
		assertThat(nodes.get(0).take("club", RATES)).isEmpty();
	}

	@Test
	void itFillsUpWithTime() {
		TokenBuckets buckets = new JdbcTokenBuckets(this.node.store());
		List<Rate> rates = List.of(new Rate(1, Duration.ofMillis(300)));
		assertThat(buckets.take("shop", rates)).isEmpty();
		Awaitility.await().until(() -> buckets.take("shop", rates).isEmpty());
	}

	@Test
	void aTokenStaysTakenWhenTheCallersTransactionRollsBack() {
		TokenBuckets buckets = new JdbcTokenBuckets(this.node.store());
		List<Rate> rates = List.of(new Rate(1, Duration.ofHours(1)));
		this.node.transaction().executeWithoutResult((status) -> {
			assertThat(buckets.take("shop", rates)).isEmpty();
			status.setRollbackOnly();
		});
		assertThat(buckets.take("shop", rates)).isPresent();
	}

	@Test
	void bucketsThatAreFullAreForgotten() {
		JdbcTokenBuckets buckets = new JdbcTokenBuckets(this.node.store());
		buckets.take("shop", RATES);
		buckets.take("club", RATES);
		this.node.store().jdbc().update("update sendpost_bucket set expires_at = 1 where id like 'club%'");
		buckets.forgetFull();
		assertThat(this.node.count("sendpost_bucket")).isOne();
	}

}
