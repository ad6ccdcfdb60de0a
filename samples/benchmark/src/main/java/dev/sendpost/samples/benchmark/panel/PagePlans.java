package dev.sendpost.samples.benchmark.panel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The plans that PostgreSQL made for what a page asked, as its {@code auto_explain}
 * writes them to the log, with what was really read.
 */
final class PagePlans {

	/** What the server has to be started with. */
	static final Map<String, String> SETTINGS = Map.of("shared_preload_libraries", "auto_explain", "logging_collector",
			"on", "log_destination", "jsonlog", "log_directory", "log", "log_filename", "plans.log", "log_rotation_age",
			"0", "log_rotation_size", "0");

	private static final String LOG = "log/plans.json";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final JdbcTemplate jdbc;

	PagePlans(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Begin to write plans, which makes everything slower.
	 */
	void start() {
		for (String setting : List.of("log_min_duration = 0", "log_analyze = on", "log_timing = off",
				"log_format = json")) {
			this.jdbc.execute("alter system set auto_explain." + setting);
		}
		this.jdbc.queryForObject("select pg_reload_conf()", Boolean.class);
	}

	/**
	 * What was read meanwhile, by the page and whatever else was at work.
	 */
	Reads during(Page page) throws Exception {
		long from = written();
		page.load();
		String end = UUID.randomUUID().toString();
		this.jdbc.queryForObject("select '" + end + "'", String.class);
		long start = System.nanoTime();
		String log = "";
		while (!log.contains(end)) {
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				throw new IllegalStateException("PostgreSQL writes no plans to its log");
			}
			Thread.sleep(20);
			log = read(from);
		}
		Reads reads = new Reads();
		for (String line : log.split("\n")) {
			String message = JSON.readTree(line).path("message").asString("");
			int plan = message.indexOf("plan:\n");
			if (plan >= 0) {
				reads.add(JSON.readTree(message.substring(plan + "plan:\n".length())));
			}
		}
		return reads;
	}

	private long written() {
		return Objects
			.requireNonNull(this.jdbc.queryForObject("select size from pg_stat_file('" + LOG + "')", Long.class));
	}

	/**
	 * What is in the log from a place on, in whole lines.
	 */
	private String read(long from) {
		String log = Objects.requireNonNull(
				this.jdbc.queryForObject("select pg_read_file('" + LOG + "', ?, 1000000000)", String.class, from));
		return log.substring(0, log.lastIndexOf('\n') + 1);
	}

	/**
	 * A page to be loaded.
	 */
	interface Page {

		void load() throws Exception;

	}

	/**
	 * How many rows were read in how many statements, which tables were read as a whole,
	 * and the statement that read most.
	 */
	static final class Reads {

		private final Map<String, Long> scanned = new TreeMap<>();

		private final Map<String, Long> statements = new LinkedHashMap<>();

		private int count;

		private void add(JsonNode explained) {
			List<JsonNode> nodes = new ArrayList<>();
			collect(explained.path("Plan"), nodes);
			long read = 0;
			for (JsonNode node : nodes) {
				String type = node.path("Node Type").asString("");
				if (!type.endsWith("Scan") || type.equals("Subquery Scan") || type.equals("Bitmap Heap Scan")) {
					continue;
				}
				long rows = Math
					.round((node.path("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble()
							+ node.path("Rows Removed by Index Recheck").asDouble())
							* node.path("Actual Loops").asDouble());
				read += rows;
				if (type.equals("Seq Scan")) {
					this.scanned.merge(node.path("Relation Name").asString(""), rows, Long::sum);
				}
			}
			this.count++;
			this.statements.merge(explained.path("Query Text").asString(""), read, Long::sum);
		}

		private static void collect(JsonNode node, List<JsonNode> nodes) {
			nodes.add(node);
			node.path("Plans").forEach((child) -> collect(child, nodes));
		}

		int statements() {
			return this.count;
		}

		long rows() {
			return this.statements.values().stream().mapToLong(Long::longValue).sum();
		}

		/**
		 * The tables of more rows than a number that were read as a whole.
		 */
		Map<String, Long> scanned(long least) {
			Map<String, Long> many = new TreeMap<>(this.scanned);
			many.values().removeIf((rows) -> rows < least);
			return many;
		}

		String greediest() {
			return this.statements.entrySet()
				.stream()
				.max(Map.Entry.comparingByValue())
				.map((entry) -> entry.getValue() + ": " + entry.getKey())
				.orElse("");
		}

	}

}
