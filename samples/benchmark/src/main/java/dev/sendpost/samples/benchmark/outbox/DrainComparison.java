package dev.sendpost.samples.benchmark.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.sendpost.Email;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.outbox.DispatcherObserver;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.GatewaySender;
import dev.sendpost.samples.benchmark.SinkClient;
import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpSettings;
import dev.sendpost.transport.smtp.SmtpTransport;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Messages per second from a full queue to the sink, beside the same gateway without a
 * database. The queue is drained until it is written what became of the last message.
 */
final class DrainComparison {

	private static final int CONNECTIONS = 16;

	private static final int ROUNDS = 3;

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final BenchmarkMessages messages;

	private final int sinkPort;

	private final int count;

	DrainComparison(DataSource dataSource, BenchmarkMessages messages, int sinkPort, int count) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.messages = messages;
		this.sinkPort = sinkPort;
		this.count = count;
	}

	String run() throws Exception {
		empty();
		SmtpTransport transport = new SmtpTransport("smtp",
				SmtpSettings.of("127.0.0.1", this.sinkPort, SmtpEncryption.NONE)
					.withPool(new SmtpSettings.Pool(CONNECTIONS, Duration.ofSeconds(30), Duration.ofSeconds(60))));
		try (BenchmarkNode node = new BenchmarkNode(this.dataSource, transport, CONNECTIONS);
				SinkClient sink = new SinkClient(this.sinkPort)) {
			sendDirectly(node, this.count);
			drain(node, sink, this.count);
			List<Double> direct = new ArrayList<>();
			List<Double> drained = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				direct.add(sendDirectly(node, this.count));
				drained.add(drain(node, sink, this.count));
			}
			double bound = AcceptComparison.median(direct);
			double reached = AcceptComparison.median(drained);
			return "## Draining %,d messages through %d connections, per second%n%n".formatted(this.count, CONNECTIONS)
					+ "| without a database | from the queue | ratio |\n|--:|--:|--:|\n"
					+ "| %,.0f | %,.0f | %.2f |%n%n".formatted(bound, reached, reached / bound);
		}
	}

	private void empty() {
		this.jdbc.execute("truncate sendpost_email, sendpost_content, sendpost_content_chunk, sendpost_recipient, "
				+ "sendpost_event, sendpost_email_tag, sendpost_uncounted, bare");
		this.jdbc.execute("vacuum analyze");
	}

	private double sendDirectly(BenchmarkNode node, int messages) {
		try (DefaultMailGateway gateway = node.direct()) {
			long start = System.nanoTime();
			for (List<Email> batch : batches(messages)) {
				gateway.send(batch);
			}
			return messages * 1e9 / (System.nanoTime() - start);
		}
	}

	private List<List<Email>> batches(int messages) {
		List<List<Email>> batches = new ArrayList<>();
		for (int i = 0; i < messages; i += 1000) {
			batches
				.add(IntStream.range(0, 1000).mapToObj((number) -> GatewaySender.email(this.messages.next())).toList());
		}
		return batches;
	}

	double drain(BenchmarkNode node, SinkClient sink, int messages) throws Exception {
		for (List<Email> batch : batches(messages)) {
			node.queueing().send(batch);
		}
		return drainQueued(node, sink, messages);
	}

	double drainQueued(BenchmarkNode node, SinkClient sink, int messages) throws Exception {
		this.jdbc.execute("checkpoint");
		long arrivedBefore = sink.count().messages();
		LongAdder settled = new LongAdder();
		Dispatcher dispatcher = node.dispatcher(new DispatcherObserver() {

			@Override
			public void written(int written, int retried, Duration took) {
				settled.add(written - retried);
			}

		});
		long start = System.nanoTime();
		dispatcher.start();
		long deadline = start + TIMEOUT.toNanos();
		while (settled.sum() < messages && System.nanoTime() < deadline) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
		double perSecond = messages * 1e9 / (System.nanoTime() - start);
		dispatcher.stop();
		long arrived = sink.count().messages() - arrivedBefore;
		if (arrived != messages) {
			throw new IllegalStateException("%d messages were queued, but %d arrived".formatted(messages, arrived));
		}
		return perSecond;
	}

}
