package dev.sendpost.samples.benchmark.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

import javax.sql.DataSource;

import dev.sendpost.MailGateway;
import dev.sendpost.samples.benchmark.BenchmarkMessage;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.GatewaySender;
import dev.sendpost.samples.benchmark.Statistics;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Single messages accepted per second, beside a bare insert and commit of the same
 * octets: addresses, subject, text and HTML in one row with nothing but a primary key.
 */
final class AcceptComparison {

	private static final String INSERT = "insert into bare (id, sender, recipient, subject, body, created_at) "
			+ "values (?, ?, ?, ?, ?, ?)";

	private final DataSource dataSource;

	private final BenchmarkMessages messages;

	private final int rounds;

	private final Duration measured;

	AcceptComparison(DataSource dataSource, BenchmarkMessages messages, int rounds, Duration measured) {
		this.dataSource = dataSource;
		this.messages = messages;
		this.rounds = rounds;
		this.measured = measured;
	}

	static void createBareTable(DataSource dataSource) {
		new JdbcTemplate(dataSource).execute("create table if not exists bare (id uuid primary key, sender text, "
				+ "recipient text, subject text, body bytea, created_at bigint)");
	}

	static void set(PreparedStatement statement, BenchmarkMessage message) throws SQLException {
		statement.setObject(1, UUID.randomUUID());
		statement.setString(2, message.from());
		statement.setString(3, message.to());
		statement.setString(4, message.subject());
		statement.setBytes(5, (message.text() + message.html()).getBytes(StandardCharsets.UTF_8));
		statement.setLong(6, System.nanoTime());
	}

	String run(List<Integer> threads) throws Exception {
		createBareTable(this.dataSource);
		StringBuilder markdown = new StringBuilder("## Accepting single messages, per second\n\n"
				+ "| threads | bare insert and commit | `MailGateway.send` | ratio |\n|--:|--:|--:|--:|\n");
		try (BenchmarkNode node = new BenchmarkNode(this.dataSource, NullTransport.INSTANCE, 1)) {
			MailGateway gateway = node.queueing();
			Action send = () -> gateway.send(GatewaySender.email(this.messages.next()));
			for (int round = 0; round < this.rounds; round++) {
				perSecond(4, this::insert);
				perSecond(4, send);
			}
			for (int count : threads) {
				List<Double> bare = new ArrayList<>();
				List<Double> queued = new ArrayList<>();
				for (int round = 0; round < this.rounds; round++) {
					bare.add(perSecond(count, this::insert));
					queued.add(perSecond(count, send));
				}
				double bound = median(bare);
				double reached = median(queued);
				markdown.append("| %d | %,.0f | %,.0f | %.2f |%n".formatted(count, bound, reached, reached / bound));
			}
		}
		return markdown.append('\n').toString();
	}

	static double median(List<Double> values) {
		return Statistics.median(values.stream().mapToDouble(Double::doubleValue).toArray());
	}

	private void insert() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(INSERT)) {
			set(statement, this.messages.next());
			statement.executeUpdate();
		}
	}

	private double perSecond(int threads, Action action) throws Exception {
		LongAdder count = new LongAdder();
		long start = System.nanoTime();
		long end = start + this.measured.toNanos();
		List<Thread> workers = new ArrayList<>();
		List<Exception> failures = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread worker = new Thread(() -> {
				try {
					while (System.nanoTime() - end < 0) {
						action.run();
						count.increment();
					}
				}
				catch (Exception ex) {
					synchronized (failures) {
						failures.add(ex);
					}
				}
			});
			worker.start();
			workers.add(worker);
		}
		for (Thread worker : workers) {
			worker.join();
		}
		if (!failures.isEmpty()) {
			throw failures.get(0);
		}
		return count.sum() * 1e9 / (System.nanoTime() - start);
	}

	/**
	 * What is done again and again.
	 */
	private interface Action {

		void run() throws Exception;

	}

}
