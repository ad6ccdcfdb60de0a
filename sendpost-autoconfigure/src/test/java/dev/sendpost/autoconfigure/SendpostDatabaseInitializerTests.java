package dev.sendpost.autoconfigure;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SendpostDatabaseInitializer}.
 */
class SendpostDatabaseInitializerTests {

	private static final int NODES = 8;

	@ParameterizedTest
	@EnumSource
	void nodesThatStartAtOnceCreateTheTablesTogether(TestDatabase kind) throws Exception {
		try (FreshDatabase database = kind.fresh()) {
			ExecutorService nodes = Executors.newFixedThreadPool(NODES);
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> starts = IntStream.range(0, NODES).<Future<?>>mapToObj((node) -> nodes.submit(() -> {
				start.await();
				return new StoreFactory(database.dataSource(), DatabaseInitializationMode.ALWAYS).create(null);
			})).toList();
			start.countDown();
			nodes.shutdown();
			for (Future<?> node : starts) {
				node.get();
			}
			assertThat(new JdbcTemplate(database.dataSource()).queryForObject("select count(*) from sendpost_task",
					Long.class))
				.isZero();
		}
	}

	@Test
	void aNodeOnPostgreSqlWaitsWhileAnotherCreatesTheTables() throws Exception {
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh();
				Connection other = database.dataSource().getConnection()) {
			JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
			other.setAutoCommit(false);
			new JdbcTemplate(new SingleConnectionDataSource(other, true)).query("select pg_advisory_xact_lock(?)",
					(row) -> {
					}, SendpostDatabaseInitializer.ADVISORY_LOCK);
			ExecutorService nodes = Executors.newSingleThreadExecutor();
			Future<?> node = nodes
				.submit(() -> new StoreFactory(database.dataSource(), DatabaseInitializationMode.ALWAYS).create(null));
			nodes.shutdown();
			await()
				.until(() -> jdbc.queryForObject(
						"select count(*) from pg_locks where locktype = 'advisory' and not granted and database ="
								+ " (select oid from pg_database where datname = current_database())",
						Long.class) == 1);
			assertThat(jdbc.queryForObject("select to_regclass('sendpost_email')", String.class)).isNull();
			other.commit();
			node.get();
			assertThat(jdbc.queryForObject("select to_regclass('sendpost_email')", String.class))
				.isEqualTo("sendpost_email");
		}
	}

}
