package dev.sendpost.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

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

}
