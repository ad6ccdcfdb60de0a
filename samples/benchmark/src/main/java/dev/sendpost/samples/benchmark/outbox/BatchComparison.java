package dev.sendpost.samples.benchmark.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.GatewaySender;

/**
 * Messages accepted per second in batches of 1,000, each message another, beside a bare
 * JDBC batch of the same octets.
 */
final class BatchComparison {

	private static final int SIZE = 1000;

	private static final int BATCHES = 10;

	private final DataSource dataSource;

	private final BenchmarkMessages messages;

	private final int rounds;

	BatchComparison(DataSource dataSource, BenchmarkMessages messages, int rounds) {
		this.dataSource = dataSource;
		this.messages = messages;
		this.rounds = rounds;
	}

	String run() throws Exception {
		List<Double> bare = new ArrayList<>();
		List<Double> queued = new ArrayList<>();
		try (BenchmarkNode node = new BenchmarkNode(this.dataSource, NullTransport.INSTANCE, 1)) {
			MailGateway gateway = node.queueing();
			insert();
			send(gateway);
			for (int round = 0; round < this.rounds; round++) {
				bare.add(insert());
				queued.add(send(gateway));
			}
		}
		double bound = AcceptComparison.median(bare);
		double reached = AcceptComparison.median(queued);
		return "## Accepting batches of 1,000, messages per second\n\n"
				+ "| bare JDBC batch | `MailGateway.send(Collection)` | ratio |\n|--:|--:|--:|\n"
				+ "| %,.0f | %,.0f | %.2f |%n%n".formatted(bound, reached, reached / bound);
	}

	private double insert() throws SQLException {
		long start = System.nanoTime();
		for (int batch = 0; batch < BATCHES; batch++) {
			try (Connection connection = this.dataSource.getConnection();
					PreparedStatement statement = connection.prepareStatement(
							"insert into bare (id, sender, recipient, subject, body, created_at) values (?, ?, ?, ?, ?, ?)")) {
				connection.setAutoCommit(false);
				for (int i = 0; i < SIZE; i++) {
					AcceptComparison.set(statement, this.messages.next());
					statement.addBatch();
				}
				statement.executeBatch();
				connection.commit();
			}
		}
		return BATCHES * SIZE * 1e9 / (System.nanoTime() - start);
	}

	private double send(MailGateway gateway) {
		long start = System.nanoTime();
		for (int batch = 0; batch < BATCHES; batch++) {
			List<Email> emails = IntStream.range(0, SIZE)
				.mapToObj((i) -> GatewaySender.email(this.messages.next()))
				.toList();
			if (gateway.send(emails).stream().anyMatch((receipt) -> receipt.status() != EmailStatus.QUEUED)) {
				throw new IllegalStateException("A message was not accepted");
			}
		}
		return BATCHES * SIZE * 1e9 / (System.nanoTime() - start);
	}

}
