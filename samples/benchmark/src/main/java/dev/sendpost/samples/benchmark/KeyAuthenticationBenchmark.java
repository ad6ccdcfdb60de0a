package dev.sendpost.samples.benchmark;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.JdbcApiKeys;
import dev.sendpost.subaccount.JdbcSubAccounts;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * What it costs to check a key of a sub-account that was used before and is kept in
 * PostgreSQL. The reading of the database every two seconds is part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class KeyAuthenticationBenchmark {

	private final FreshDatabase database;

	private final ApiKeys keys;

	private final String key;

	public KeyAuthenticationBenchmark() {
		this.database = TestDatabase.POSTGRESQL.fresh();
		Store store = new Store(this.database.dataSource(), StorePlatform.POSTGRESQL, null);
		new ResourceDatabasePopulator(new ClassPathResource("dev/sendpost/store/schema-postgresql.sql"))
			.execute(this.database.dataSource());
		Predicate<String> noRoutes = (route) -> false;
		SubAccounts subAccounts = new SubAccounts(List.of(), new JdbcSubAccounts(store), noRoutes,
				Ticker.systemTicker());
		subAccounts.create("shop", SubAccountSettings.NONE);
		this.keys = new ApiKeys(subAccounts, List.of(), new JdbcApiKeys(store), new EmailIds(Clock.systemUTC()),
				store::now, Ticker.systemTicker(), (event) -> {
				});
		this.key = this.keys.issue(ApiKeyRequest.subAccount("shop", "Benchmark")).text();
	}

	@TearDown
	public void close() {
		this.keys.close();
		this.database.close();
	}

	/**
	 * By one thread.
	 */
	@Benchmark
	public ApiKey authenticate() {
		return this.keys.authenticate(this.key, "192.0.2.1");
	}

	/**
	 * By two threads with the same key.
	 */
	@Benchmark
	@Threads(2)
	public ApiKey authenticateTogether() {
		return this.keys.authenticate(this.key, "192.0.2.1");
	}

}
