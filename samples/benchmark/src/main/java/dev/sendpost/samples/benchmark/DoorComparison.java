package dev.sendpost.samples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.testdb.PostgresServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Messages that the door of the Email API accepts per second, beside a bare endpoint of
 * Spring MVC that inserts and commits the same octets, in one application and in turns.
 * Application, database and load share the machine.
 */
final class DoorComparison {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	private static final int DISTINCT = 1024;

	private final List<Double> bare = new ArrayList<>();

	private final List<Double> door = new ArrayList<>();

	private final int connections;

	private final Duration measured;

	private long accepted;

	private DoorComparison(int connections, Duration measured) {
		this.connections = connections;
		this.measured = measured;
	}

	static String run(String... arguments) throws Exception {
		CommandLine line = new CommandLine(arguments, "connections", "rounds", "seconds", "warmup");
		DoorComparison comparison = new DoorComparison(line.number("connections", 16, 1, 200),
				Duration.ofSeconds(line.number("seconds", 2, 1, 60)));
		int rounds = line.number("rounds", 9, 1, 100);
		Duration warmup = Duration.ofSeconds(line.number("warmup", 10, 0, 60));
		try (PostgresServer database = PostgresServer.start();
				ChildProcess server = ChildProcess.startSelf(List.of("-Xmx512m"), "door-server", database.url(),
						database.user(), database.password())) {
			String[] serving = server.readLine("serving", START_TIMEOUT).split(" ");
			int port = Integer.parseInt(serving[0]);
			comparison.measure(new HttpLoad(port, requests("/bare", serving[1])),
					new HttpLoad(port, requests("/api/v1/emails", serving[1])), rounds, warmup);
			return comparison.toMarkdown(new JdbcTemplate(
					new DriverManagerDataSource(database.url(), database.user(), database.password())));
		}
	}

	private static List<byte[]> requests(String path, String key) {
		BenchmarkMessages messages = new BenchmarkMessages(42);
		JsonMapper json = new JsonMapper();
		List<byte[]> requests = new ArrayList<>();
		for (int i = 0; i < DISTINCT; i++) {
			BenchmarkMessage message = messages.next();
			Map<String, String> body = new LinkedHashMap<>();
			body.put("from", message.from());
			body.put("to", message.to());
			body.put("subject", message.subject());
			body.put("text", message.text());
			body.put("html", message.html());
			requests.add(HttpLoad.post(path, key, json.writeValueAsBytes(body)));
		}
		return requests;
	}

	private void measure(HttpLoad bareLoad, HttpLoad doorLoad, int rounds, Duration warmup) throws Exception {
		for (int half = 0; half < 2; half++) {
			bareLoad.run(this.connections, warmup.dividedBy(2));
			this.accepted += doorLoad.run(this.connections, warmup.dividedBy(2)).count();
		}
		for (int round = 0; round < rounds; round++) {
			this.bare.add(bareLoad.run(this.connections, this.measured).perSecond());
			HttpLoad.Result result = doorLoad.run(this.connections, this.measured);
			this.door.add(result.perSecond());
			this.accepted += result.count();
		}
	}

	private String toMarkdown(JdbcTemplate jdbc) {
		Long stored = jdbc.queryForObject("select count(*) from sendpost_email", Long.class);
		if (stored == null || stored != this.accepted) {
			throw new IllegalStateException(this.accepted + " messages were accepted, and " + stored + " are stored");
		}
		double[] ratios = new double[this.bare.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = this.door.get(i) / this.bare.get(i);
		}
		return String.format(Locale.ROOT,
				"""
						# Accepting by HTTP: the door of the Email API

						%s

						%s, fsync %s, synchronous_commit %s. Medians of %d rounds of %d s each, in turns, over %d connections; %d
						messages were accepted, and as many are stored.

						| | per second | slowest | fastest |
						|---|--:|--:|--:|
						%s
						%s

						Ratio: %.2f, from %.2f to %.2f.
						""",
				Machine.describe(), jdbc.queryForObject("select split_part(version(), ' on ', 1)", String.class),
				jdbc.queryForObject("show fsync", String.class),
				jdbc.queryForObject("show synchronous_commit", String.class), this.bare.size(),
				this.measured.toSeconds(), this.connections, this.accepted,
				row("bare endpoint: insert and commit of the same octets", this.bare),
				row("`POST /api/v1/emails`", this.door), Statistics.median(ratios), Statistics.min(ratios),
				Statistics.max(ratios));
	}

	private static String row(String name, List<Double> perSecond) {
		double[] values = perSecond.stream().mapToDouble(Double::doubleValue).toArray();
		return String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | %,.0f |", name, Statistics.median(values),
				Statistics.min(values), Statistics.max(values));
	}

}
