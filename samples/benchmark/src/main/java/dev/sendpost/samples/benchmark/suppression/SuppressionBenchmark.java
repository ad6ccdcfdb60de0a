package dev.sendpost.samples.benchmark.suppression;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.outbox.OutboxSettings;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.CommandLine;
import dev.sendpost.samples.benchmark.GatewaySender;
import dev.sendpost.samples.benchmark.Machine;
import dev.sendpost.samples.benchmark.Statistics;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testdb.PostgresServer;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Measures the look-up of suppressions on a PostgreSQL server of its own, which waits for
 * the disk at each commit.
 */
public final class SuppressionBenchmark {

	private static final int BATCH = 1000;

	private static final int REPETITIONS = 200;

	private final DataSource dataSource;

	private final Store store;

	private final SuppressionList list;

	private final Suppressions suppressions;

	private final SuppressionPolicy policy;

	private final BenchmarkMessages contents = new BenchmarkMessages(42);

	private final int entries;

	private final int rounds;

	private SuppressionBenchmark(DataSource dataSource, int entries, int rounds) {
		this.dataSource = dataSource;
		new ResourceDatabasePopulator(new ClassPathResource("dev/sendpost/store/schema-postgresql.sql"))
			.execute(dataSource);
		this.store = new Store(dataSource, StorePlatform.POSTGRESQL, null);
		this.list = new SuppressionList(dataSource, entries);
		this.suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), this.store, List::of);
		this.policy = new SuppressionPolicy(this.suppressions);
		this.entries = entries;
		this.rounds = rounds;
	}

	/**
	 * Measure.
	 * @param arguments the options
	 * @return the report, as Markdown
	 */
	public static String run(String... arguments) throws Exception {
		CommandLine line = new CommandLine(arguments, "rounds", "entries");
		int rounds = line.number("rounds", 15, 1, 100);
		int entries = line.number("entries", 10_000_000, 10_000, 50_000_000);
		try (PostgresServer server = PostgresServer.start(); HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(server.url());
			dataSource.setUsername(server.user());
			dataSource.setPassword(server.password());
			return new SuppressionBenchmark(dataSource, entries, rounds).run();
		}
	}

	private String run() throws Exception {
		long start = System.nanoTime();
		this.list.fill();
		StringBuilder markdown = new StringBuilder("# Suppressions on PostgreSQL\n\n").append(Machine.describe())
			.append("\n\n%s, fsync %s; %,d entries, %s with indexes, filled in %,d s%n%n".formatted(
					show("select split_part(version(), ' on ', 1)"), show("show fsync"), this.entries,
					this.list.describe(), Duration.ofNanos(System.nanoTime() - start).toSeconds()));
		markdown.append("## Looking up 1,000 recipients\n\n| | median | 95 % |\n|---|--:|--:|\n");
		markdown.append(
				row("by the database alone, as at dispatch: one message to 1,000, none suppressed", () -> dispatch(0)));
		markdown.append(row("the same, 50 of them suppressed", () -> dispatch(50)));
		markdown.append(filter());
		markdown.append(row("at intake: 1,000 messages, none suppressed", () -> intake(0)));
		markdown.append(row("the same, 50 of them suppressed", () -> intake(50)));
		markdown.append(row("at intake: one message to 1,000, none suppressed", () -> message(0)));
		return markdown.append('\n').append(sending()).toString();
	}

	private String show(String sql) {
		return String.valueOf(new JdbcTemplate(this.dataSource).queryForObject(sql, String.class));
	}

	/**
	 * Let the filter be read, which the first look-up at intake begins.
	 */
	private String filter() throws InterruptedException {
		long before = heap();
		long start = System.nanoTime();
		while (median(repeat(50, () -> single(this.policy))) > 30_000) {
			if (System.nanoTime() - start > Duration.ofMinutes(5).toNanos()) {
				throw new IllegalStateException("The filter was not read");
			}
			Thread.sleep(200);
		}
		long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
		return "\nThe filter was read in %d s and takes %.1f octets of heap for each entry.%n%n| | median | 95 %% |%n|---|--:|--:|%n"
			.formatted(seconds, (heap() - before) / (double) this.entries);
	}

	private static long heap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(100);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private String row(String name, Supplier<Long> measurement) {
		repeat(REPETITIONS / 2, measurement);
		double[] times = repeat(REPETITIONS, measurement);
		Arrays.sort(times);
		return "| %s | %.2f ms | %.2f ms |%n".formatted(name, median(times) / 1e6,
				times[times.length * 95 / 100] / 1e6);
	}

	private static double[] repeat(int times, Supplier<Long> measurement) {
		double[] nanos = new double[times];
		for (int i = 0; i < times; i++) {
			nanos[i] = measurement.get();
		}
		return nanos;
	}

	private static double median(double[] values) {
		return Statistics.median(values);
	}

	private long dispatch(int suppressed) {
		PolicyMessage message = to(this.list.recipients(BATCH, suppressed));
		return time(() -> this.policy.atDispatch(message), List.of(message), suppressed);
	}

	private long message(int suppressed) {
		PolicyMessage message = to(this.list.recipients(BATCH, suppressed));
		return time(() -> this.policy.atIntake(message), List.of(message), suppressed);
	}

	private long intake(int suppressed) {
		List<PolicyMessage> messages = this.list.recipients(BATCH, suppressed)
			.stream()
			.map((recipient) -> to(List.of(recipient)))
			.toList();
		return time(() -> {
			MailPolicy prepared = this.policy.forIntakeOf(messages);
			messages.forEach(prepared::atIntake);
		}, messages, suppressed);
	}

	private long single(MailPolicy policy) {
		PolicyMessage message = to(this.list.recipients(1, 0));
		return time(() -> policy.atIntake(message), List.of(message), 0);
	}

	private static long time(Runnable action, List<PolicyMessage> messages, int suppressed) {
		long start = System.nanoTime();
		action.run();
		long time = System.nanoTime() - start;
		long dropped = messages.stream().mapToLong((message) -> message.dropped().size()).sum();
		if (dropped > suppressed || (suppressed > 0 && dropped < suppressed * 9 / 10)) {
			throw new IllegalStateException(dropped + " recipients were dropped instead of " + suppressed);
		}
		return time;
	}

	private PolicyMessage to(List<EmailAddress> recipients) {
		return new PolicyMessage(email().toBuilder().clearRecipients().to(recipients).build());
	}

	private Email email() {
		return GatewaySender.email(this.contents.next());
	}

	private String sending() {
		EmailIds ids = new EmailIds(Clock.systemUTC());
		JdbcOutbox outbox = new JdbcOutbox(this.store, new JdbcDeliveryLog(this.store, List.of(), (event) -> {
		}), ids, Clock.systemUTC(), OutboxSettings.DEFAULT);
		MailGateway without = gateway(List.of(), outbox, ids);
		MailGateway with = gateway(List.of(this.policy), outbox, ids);
		String single = compare("`send`, µs", 500, () -> send(without), () -> send(with), () -> single(this.policy),
				1e3);
		String batch = compare("`send(Collection)` of 1,000, ms", 10, () -> sendMany(without), () -> sendMany(with),
				() -> intake(0), 1e6);
		return """
				## The share of sending at intake

				One thread, medians; with and without the policy in turns, %d rounds.

				| | without | with | ratio of medians | the check alone | share |
				|---|--:|--:|--:|--:|--:|
				""".formatted(this.rounds) + single + batch;
	}

	private static MailGateway gateway(List<MailPolicy> policies, JdbcOutbox outbox, EmailIds ids) {
		return new OutboxMailGateway(MailDefaults.from(null), policies, Submitter::account, outbox, ids,
				Clock.systemUTC());
	}

	private String compare(String name, int times, Supplier<Long> without, Supplier<Long> with, Supplier<Long> check,
			double unit) {
		List<Double> bases = new ArrayList<>();
		List<Double> checked = new ArrayList<>();
		List<Double> checks = new ArrayList<>();
		for (int round = -2; round < this.rounds; round++) {
			double[] base = new double[times];
			double[] full = new double[times];
			double[] alone = new double[times];
			for (int i = 0; i < times; i++) {
				base[i] = without.get();
				full[i] = with.get();
				alone[i] = check.get();
			}
			if (round >= 0) {
				bases.add(median(base));
				checked.add(median(full));
				checks.add(median(alone));
			}
		}
		double base = median(bases);
		double alone = median(checks);
		return "| %s | %,.1f | %,.1f | %.3f | %,.2f | %.2f %% |%n".formatted(name, base / unit, median(checked) / unit,
				median(checked) / base, alone / unit, 100 * alone / base);
	}

	private static double median(List<Double> values) {
		return Statistics.median(values.stream().mapToDouble(Double::doubleValue).toArray());
	}

	private long send(MailGateway gateway) {
		Email email = email();
		long start = System.nanoTime();
		gateway.send(email);
		return System.nanoTime() - start;
	}

	private long sendMany(MailGateway gateway) {
		List<Email> emails = new ArrayList<>(BATCH);
		for (int i = 0; i < BATCH; i++) {
			emails.add(email());
		}
		long start = System.nanoTime();
		gateway.send(emails);
		return System.nanoTime() - start;
	}

}
