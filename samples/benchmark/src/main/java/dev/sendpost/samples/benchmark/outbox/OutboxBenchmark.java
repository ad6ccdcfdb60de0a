package dev.sendpost.samples.benchmark.outbox;

import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.CommandLine;
import dev.sendpost.samples.benchmark.Machine;
import dev.sendpost.testdb.PostgresServer;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Measures the outbox on a PostgreSQL server of its own, which waits for the disk at each
 * commit.
 */
public final class OutboxBenchmark {

	private OutboxBenchmark() {
	}

	/**
	 * Measure.
	 * @param sinkPort the port of the sink
	 * @param arguments the options
	 * @return the report, as Markdown
	 */
	public static String run(int sinkPort, String... arguments) throws Exception {
		CommandLine line = new CommandLine(arguments, "rounds", "seconds", "messages", "waiting");
		int rounds = line.number("rounds", 5, 1, 100);
		Duration measured = Duration.ofSeconds(line.number("seconds", 2, 1, 60));
		int messages = line.number("messages", 100_000, 1000, 1_000_000);
		int waiting = line.number("waiting", 1_000_000, 20_000, 10_000_000);
		StringBuilder markdown = new StringBuilder("# The outbox on PostgreSQL\n\n").append(Machine.describe())
			.append("\n\n");
		BenchmarkMessages contents = new BenchmarkMessages(42);
		try (PostgresServer server = PostgresServer.start(); HikariDataSource dataSource = dataSource(server)) {
			markdown.append(describe(dataSource)).append("\n\n");
			markdown.append(new AcceptComparison(dataSource, contents, rounds, measured).run(List.of(1, 4, 16)));
			markdown.append(new BatchComparison(dataSource, contents, rounds).run());
			markdown.append(new DrainComparison(dataSource, contents, sinkPort, messages).run());
			markdown.append(new ClaimComparison(dataSource, contents, waiting).run());
		}
		return markdown.toString();
	}

	private static String describe(HikariDataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		return "%s, fsync %s, synchronous_commit %s".formatted(
				jdbc.queryForObject("select split_part(version(), ' on ', 1)", String.class),
				jdbc.queryForObject("show fsync", String.class),
				jdbc.queryForObject("show synchronous_commit", String.class));
	}

	static HikariDataSource dataSource(PostgresServer server) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(server.url());
		dataSource.setUsername(server.user());
		dataSource.setPassword(server.password());
		dataSource.setMaximumPoolSize(24);
		return dataSource;
	}

}
