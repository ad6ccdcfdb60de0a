package dev.sendpost.samples.benchmark.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.sendpost.MailGateway;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.outbox.DispatcherObserver;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.GatewaySender;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long a claim takes while few and while many messages wait.
 */
final class ClaimComparison {

	private static final int FEW = 10_000;

	private static final int CLAIMED = 5_000;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final BenchmarkMessages contents;

	private final int many;

	ClaimComparison(DataSource dataSource, BenchmarkMessages contents, int many) {
		this.dataSource = dataSource;
		this.contents = contents;
		this.jdbc = new JdbcTemplate(dataSource);
		this.many = many;
	}

	String run() throws Exception {
		Times few = measure(FEW);
		Times many = measure(this.many);
		return "## Claiming, microseconds per message\n\n| waiting | median | 95 % | claims |\n|--:|--:|--:|--:|\n"
				+ few.row(FEW) + many.row(this.many)
				+ "%nRatio of the medians: %.2f%n".formatted(many.median() / few.median());
	}

	private Times measure(int waiting) throws Exception {
		Times times = new Times(new ArrayList<>());
		try (BenchmarkNode node = new BenchmarkNode(this.dataSource, NullTransport.INSTANCE, 16)) {
			fill(waiting, node.queueing());
			Dispatcher dispatcher = node.dispatcher(times);
			dispatcher.start();
			long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
			while (times.claimed() < CLAIMED && System.nanoTime() < deadline) {
				TimeUnit.MILLISECONDS.sleep(5);
			}
			dispatcher.stop();
		}
		return times;
	}

	/**
	 * Fills the queue in the database itself, with copies of a message that the gateway
	 * took: it would take the gateway minutes. Ids are in the order of time, as its own
	 * are.
	 */
	private void fill(int messages, MailGateway gateway) {
		this.jdbc.execute("truncate sendpost_email, sendpost_content, sendpost_content_chunk, sendpost_recipient, "
				+ "sendpost_event, sendpost_email_tag");
		gateway.send(GatewaySender.email(this.contents.next()));
		this.jdbc.update("""
				insert into sendpost_email (id, message_id, content_id, sub_account, stream, status, sender, subject,
					created_at, send_at, attempts, lost_leases, lane, due_at)
				select ('01a1f' || lpad(to_hex(n), 7, '0') || '70008000000000000000')::uuid, n || message_id,
					content_id, sub_account, stream, status, sender, subject, created_at, n, 0, 0, lane, n
				from sendpost_email, generate_series(1, ?) n""", messages);
		this.jdbc.update("""
				insert into sendpost_recipient (email_id, number, kind, mailbox, address, status, perhaps_sent)
				select e.id, r.number, r.kind, r.mailbox, r.address, r.status, r.perhaps_sent
				from sendpost_email e, sendpost_recipient r where e.id <> r.email_id""");
		this.jdbc.execute("vacuum analyze sendpost_email, sendpost_recipient, sendpost_content");
	}

	/**
	 * The times of claims.
	 */
	private record Times(List<Double> micros) implements DispatcherObserver {

		@Override
		public void claimed(int messages, Duration took) {
			synchronized (this.micros) {
				this.micros.addAll(Collections.nCopies(messages, took.toNanos() / 1e3 / messages));
			}
		}

		int claimed() {
			synchronized (this.micros) {
				return this.micros.size();
			}
		}

		double median() {
			synchronized (this.micros) {
				return AcceptComparison.median(this.micros);
			}
		}

		String row(int waiting) {
			List<Double> sorted;
			synchronized (this.micros) {
				sorted = this.micros.stream().sorted().toList();
			}
			return "| %,d | %.0f | %.0f | %,d |%n".formatted(waiting, median(), sorted.get(sorted.size() * 95 / 100),
					sorted.size());
		}

	}

}
