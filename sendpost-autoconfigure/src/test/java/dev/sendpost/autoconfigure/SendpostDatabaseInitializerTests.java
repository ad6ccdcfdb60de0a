package dev.sendpost.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ScriptException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void aNodeThatOthersOvertakeAtEachTableGetsThroughAllTheSame() throws Exception {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			Set<String> overtaken = new HashSet<>();
			DataSource slow = failing(database.dataSource(),
					(statement) -> statement.startsWith("create table") && overtaken.add(statement));
			new StoreFactory(slow, DatabaseInitializationMode.ALWAYS).create(null);
			assertThat(overtaken).hasSizeGreaterThan(30);
		}
	}

	@Test
	void aStatementThatFailsForGoodIsReported() throws Exception {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			DataSource broken = failing(database.dataSource(),
					(statement) -> statement.startsWith("create table if not exists sendpost_recipient"));
			assertThatExceptionOfType(ScriptException.class)
				.isThrownBy(() -> new StoreFactory(broken, DatabaseInitializationMode.ALWAYS).create(null))
				.withMessageContaining("sendpost_recipient");
		}
	}

	/**
	 * A data source whose statements fail as PostgreSQL's do when another node is
	 * creating the same table.
	 */
	private static DataSource failing(DataSource dataSource, Predicate<String> fails) {
		return new DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				return proxy(Connection.class, super.getConnection(), fails);
			}

		};
	}

	private static <T> T proxy(Class<T> type, T target, Predicate<String> fails) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (method.getName().equals("execute") && fails.test((String) arguments[0])) {
					throw new SQLException("duplicate key value violates unique constraint", "23505");
				}
				try {
					Object result = method.invoke(target, arguments);
					return (method.getName().equals("createStatement"))
							? proxy(Statement.class, (Statement) result, fails) : result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

}
