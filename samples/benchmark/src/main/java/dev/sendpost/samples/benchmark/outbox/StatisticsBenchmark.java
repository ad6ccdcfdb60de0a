package dev.sendpost.samples.benchmark.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.limit.RecipientProviders;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.CommandLine;
import dev.sendpost.samples.benchmark.GatewaySender;
import dev.sendpost.samples.benchmark.Machine;
import dev.sendpost.samples.benchmark.SinkClient;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.statistics.StatisticsDimension;
import dev.sendpost.statistics.StatisticsQuery;
import dev.sendpost.statistics.StatisticsSettings;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.PostgresServer;
import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpSettings;
import dev.sendpost.transport.smtp.SmtpTransport;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What statistics cost the outbox, and how long asking for counts takes among a million
 * of them, on a PostgreSQL server that waits for the disk.
 */
public final class StatisticsBenchmark {

	private static final int CONNECTIONS = 16;

	private static final int SINGLES = 4000;

	private static final int QUERIES = 21;

	private final HikariDataSource dataSource;

	private final long serverPid;

	private final JdbcTemplate jdbc;

	private final BenchmarkMessages messages = new BenchmarkMessages(42);

	private final Store store;

	private final StatisticsCounter counter;

	private StatisticsBenchmark(HikariDataSource dataSource, long serverPid) throws Exception {
		this.serverPid = serverPid;
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.store = BenchmarkNode.store(dataSource);
		this.counter = new StatisticsCounter(this.store,
				new StatisticsSettings(new RecipientProviders(Map.of())::named, "capture", Duration.ofDays(90)));
	}

	/**
	 * Measure.
	 * @param sinkPort the port of the sink
	 * @param arguments the options
	 * @return the report, as Markdown
	 */
	public static String run(int sinkPort, String... arguments) throws Exception {
		CommandLine line = new CommandLine(arguments, "rounds", "messages", "days");
		int rounds = line.number("rounds", 5, 1, 100);
		int count = line.number("messages", 20_000, 1000, 1_000_000);
		int days = line.number("days", 366, 2, 1000);
		try (PostgresServer server = PostgresServer.start(); HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(server.url());
			dataSource.setUsername(server.user());
			dataSource.setPassword(server.password());
			dataSource.setMaximumPoolSize(24);
			StatisticsBenchmark benchmark = new StatisticsBenchmark(dataSource, server.pid());
			return "# Statistics\n\n" + Machine.describe() + "\n\n" + benchmark.outbox(sinkPort, rounds, count)
					+ benchmark.queries(days);
		}
	}

	private String outbox(int sinkPort, int rounds, int count) throws Exception {
		SmtpTransport transport = new SmtpTransport("smtp", SmtpSettings.of("127.0.0.1", sinkPort, SmtpEncryption.NONE)
			.withPool(new SmtpSettings.Pool(CONNECTIONS, Duration.ofSeconds(30), Duration.ofSeconds(60))));
		DrainComparison drain = new DrainComparison(this.dataSource, this.messages, sinkPort, count);
		List<List<Double>> off = results();
		List<List<Double>> on = results();
		List<Double> counting = new ArrayList<>();
		try (BenchmarkNode without = new BenchmarkNode(this.dataSource, transport, CONNECTIONS);
				BenchmarkNode with = new BenchmarkNode(this.dataSource, transport, CONNECTIONS, true);
				SinkClient sink = new SinkClient(sinkPort)) {
			for (int round = -1; round < rounds; round++) {
				List<Double> plain = round(without, drain, sink, count);
				List<Double> counted = round(with, drain, sink, count);
				if (round >= 0) {
					add(off, plain);
					add(on, counted);
					counting.add(counted.get(6));
				}
			}
		}
		StringBuilder markdown = new StringBuilder(
				"| | messages/s without | with | ratio | CPU µs per message without | with | ratio |\n"
						+ "|---|--:|--:|--:|--:|--:|--:|\n");
		List<String> names = List.of("accepted singly, one thread", "accepted in batches of 1,000",
				"sent from a queue of %,d, and counted meanwhile".formatted(count));
		for (int i = 0; i < names.size(); i++) {
			markdown.append("| ").append(names.get(i));
			for (int figure : new int[] { 2 * i, 2 * i + 1 }) {
				double plain = AcceptComparison.median(off.get(figure));
				double counted = AcceptComparison.median(on.get(figure));
				markdown.append(" | %,.0f | %,.0f | %.2f".formatted(plain, counted, counted / plain));
			}
			markdown.append(" |\n");
		}
		return markdown
			.append("%nFacts counted per second, alone: %,.0f%n%n".formatted(AcceptComparison.median(counting)))
			.toString();
	}

	private static List<List<Double>> results() {
		return IntStream.range(0, 6).<List<Double>>mapToObj((figure) -> new ArrayList<>()).toList();
	}

	private static void add(List<List<Double>> results, List<Double> round) {
		for (int i = 0; i < results.size(); i++) {
			results.get(i).add(round.get(i));
		}
	}

	/**
	 * One round: messages accepted singly, in batches, and sent, per second and in CPU
	 * time; and how many facts are counted per second while nothing else happens.
	 */
	private List<Double> round(BenchmarkNode node, DrainComparison drain, SinkClient sink, int count) throws Exception {
		this.jdbc.execute("truncate sendpost_email, sendpost_content, sendpost_content_chunk, sendpost_recipient, "
				+ "sendpost_event, sendpost_email_tag, sendpost_uncounted, sendpost_statistic");
		this.jdbc.execute("vacuum analyze");
		this.jdbc.execute("checkpoint");
		MailGateway gateway = node.queueing();
		List<Double> figures = new ArrayList<>();
		measure(figures, SINGLES, () -> IntStream.range(0, SINGLES)
			.forEach((i) -> gateway.send(GatewaySender.email(this.messages.next()))));
		measure(figures, count, () -> {
			for (int i = 0; i < count; i += 1000) {
				gateway.send(emails());
			}
		});
		this.jdbc.execute("checkpoint");
		AtomicBoolean draining = new AtomicBoolean(true);
		Thread job = new Thread(() -> {
			while (draining.get()) {
				this.counter.countNew();
				try {
					TimeUnit.SECONDS.sleep(1);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		});
		long cpuBefore = cpuNanos();
		job.start();
		figures.add(drain.drainQueued(node, sink, count + SINGLES));
		draining.set(false);
		job.join();
		this.counter.countNew();
		figures.add((cpuNanos() - cpuBefore) / 1e3 / (count + SINGLES));
		int noted = this.jdbc.update("insert into sendpost_uncounted select email_id, id from sendpost_event"
				+ " union all select id, id from sendpost_email on conflict do nothing");
		long start = System.nanoTime();
		this.counter.countNew();
		figures.add(noted * 1e9 / (System.nanoTime() - start));
		return figures;
	}

	/**
	 * Messages per second, and the microseconds of CPU time that application and database
	 * use for each.
	 */
	private void measure(List<Double> figures, int count, Runnable action) {
		long cpuBefore = cpuNanos();
		long start = System.nanoTime();
		action.run();
		figures.add(count * 1e9 / (System.nanoTime() - start));
		figures.add((cpuNanos() - cpuBefore) / 1e3 / count);
	}

	private long cpuNanos() {
		return Stream
			.concat(ProcessHandle.of(this.serverPid).stream().flatMap(ProcessHandle::descendants),
					Stream.of(ProcessHandle.current()))
			.mapToLong((process) -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
			.sum();
	}

	private List<Email> emails() {
		return IntStream.range(0, 1000).mapToObj((i) -> GatewaySender.email(this.messages.next())).toList();
	}

	private String queries(int days) {
		LocalDate last = LocalDate.ofInstant(Instant.ofEpochMilli(1_800_000_000_000L), ZoneOffset.UTC);
		fill(last.minusDays(days - 1), days);
		MailStatistics statistics = new MailStatistics(this.store);
		StatisticsQuery month = StatisticsQuery.days(last.minusDays(30), last);
		StatisticsQuery year = StatisticsQuery.days(last.minusDays(days - 1), last);
		return "Among %,d rows of counts, milliseconds:%n%n| question | median | slowest |%n|---|--:|--:|%n"
			.formatted(this.jdbc.queryForObject("select count(*) from sendpost_statistic", Long.class))
				+ ask("31 days of the account", () -> statistics.find(month))
				+ ask(days + " days of the account", () -> statistics.find(year))
				+ ask(days + " days of a tag of a sub-account",
						() -> statistics.find(year.subAccount("sub-7").tag("tag-3")))
				+ ask("744 hours of the account",
						() -> statistics.find(StatisticsQuery.hours(month.from(), month.until())))
				+ ask("31 days of each tag", () -> statistics.totals(StatisticsDimension.TAG, month))
				+ ask(days + " days of each tag", () -> statistics.totals(StatisticsDimension.TAG, year))
				+ ask("31 days of each sub-account", () -> statistics.totalsOfSubAccounts(month))
				+ ask(days + " days of each sub-account", () -> statistics.totalsOfSubAccounts(year)) + "\n"
				+ plan(" and sub_account = 'sub-7' and name = 'tag-3'", year, "starts_at", "")
				+ plan(" and sub_account = ''", month, "name, sum(sent)", " group by name");
	}

	/**
	 * A hundred sub-accounts with twenty tags, five providers and two transports each,
	 * and the account.
	 */
	private void fill(LocalDate first, int days) {
		this.jdbc.execute("truncate sendpost_statistic");
		String counts = ", 9".repeat(15);
		String subAccounts = "(select case s when 0 then '' else 'sub-' || s end as name from generate_series(0, 100) s) s";
		String start = first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() + " + d * 86400000::bigint";
		String dayRows = " from generate_series(0, " + (days - 1) + ") d, " + subAccounts;
		this.jdbc.execute("insert into sendpost_statistic select 'DAY', s.name, '', " + start + counts + dayRows);
		this.jdbc.execute("insert into sendpost_statistic select 'HOUR', s.name, '', " + start
				+ " + h * 3600000::bigint" + counts + dayRows + ", generate_series(0, 23) h where d >= " + (days - 90));
		Map.of("TAG", 20, "PROVIDER", 5, "TRANSPORT", 2)
			.forEach((series,
					names) -> this.jdbc.execute("insert into sendpost_statistic select '" + series + "', s.name, '"
							+ series.toLowerCase() + "-' || n, " + start + counts + dayRows + ", generate_series(1, "
							+ names + ") n"));
		this.jdbc.execute("vacuum analyze sendpost_statistic");
	}

	private static String ask(String question, Runnable query) {
		double[] millis = new double[QUERIES];
		query.run();
		for (int i = 0; i < QUERIES; i++) {
			long start = System.nanoTime();
			query.run();
			millis[i] = (System.nanoTime() - start) / 1e6;
		}
		Arrays.sort(millis);
		return "| %s | %.1f | %.1f |%n".formatted(question, millis[QUERIES / 2], millis[QUERIES - 1]);
	}

	private String plan(String condition, StatisticsQuery query, String columns, String rest) {
		return "```\n" + String.join("\n",
				this.jdbc.queryForList("explain (analyze, buffers, costs off) select " + columns
						+ " from sendpost_statistic where series = 'TAG' and starts_at >= "
						+ query.from().toEpochMilli() + " and starts_at < " + query.until().toEpochMilli() + condition
						+ rest, String.class))
				+ "\n```\n\n";
	}

}
