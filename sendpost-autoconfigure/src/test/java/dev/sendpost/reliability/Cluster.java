package dev.sendpost.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.PostgresServer;
import org.awaitility.Awaitility;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes on one PostgreSQL, which waits for the disk at each commit, before one SMTP
 * server. All of them can be killed; each kill takes down what was in flight, which is
 * what may arrive once more.
 */
final class Cluster implements AutoCloseable {

	/**
	 * The role of the nodes. While it may not log in, nothing happens to the database but
	 * what the test does.
	 */
	private static final String ROLE = "node";

	private final PostgresServer server = PostgresServer.start();

	private final FreshDatabase database = this.server.fresh();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	private final CountingSmtpServer smtp = new CountingSmtpServer();

	private final Path directory;

	private final List<String> properties;

	private final List<Node> nodes = new ArrayList<>();

	/** What the nodes had claimed at each kill of the database. */
	private final List<String> claimed = new ArrayList<>();

	/** What each node that was killed left unfinished. */
	private final Map<String, Set<String>> leftBehind = new HashMap<>();

	private final Kills kills = new Kills();

	private int started;

	Cluster(Path directory, String... properties) {
		this.directory = directory;
		this.properties = List.of(properties);
		this.jdbc.execute("create role " + ROLE + " login");
		this.jdbc.execute("grant all on schema public to " + ROLE);
		Business.TABLES.forEach(this.jdbc::execute);
		this.jdbc.execute("grant all on all tables in schema public to " + ROLE);
	}

	/**
	 * Start one more node.
	 * @param more properties of this node alone, each as {@code name=value}
	 */
	void startNode(String... more) {
		this.nodes.add(start(List.of(more)));
	}

	private Node start(List<String> more) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + ROLE, "sendpost.jdbc.initialize-schema=always",
				"sendpost.transports.counting.port=" + this.smtp.port()));
		all.addAll(this.properties);
		all.addAll(more);
		return new Node(new NodeProcess("node-" + (++this.started) + ".test", this.directory, all), more,
				this.kills.databases);
	}

	void awaitReady() {
		for (int i = 0; i < this.nodes.size(); i++) {
			ready(i);
		}
	}

	/**
	 * A node that is at work. One that gave up since the database went away while it
	 * started is started again, as whatever runs it would do.
	 */
	private NodeProcess ready(int number) {
		Node node = this.nodes.get(number);
		while (!node.process().awaitReady()) {
			if (this.kills.databases == node.databaseKills()) {
				throw new IllegalStateException(node.process().name() + " does not start: " + node.process().log());
			}
			node = start(node.properties());
			this.nodes.set(number, node);
		}
		return node.process();
	}

	/**
	 * Kill a node that is at work, and start another in its place.
	 * @param number which, from 0
	 */
	void killNode(int number) {
		NodeProcess node = ready(number);
		node.kill();
		this.leftBehind.put(node.name(), unfinished());
		this.kills.nodes++;
		this.nodes.set(number, start(this.nodes.get(number).properties()));
	}

	/**
	 * Kill the database, and start it again. What nodes had claimed was in flight.
	 * @param down how long it is away, at least
	 */
	void killDatabase(Duration down) {
		ready(0);
		this.jdbc.execute("alter role " + ROLE + " nologin");
		this.server.killHard();
		this.database.forgetConnections();
		pause(down);
		this.server.restart();
		this.claimed.addAll(
				this.jdbc.queryForList("select message_id from sendpost_email where lease is not null", String.class));
		this.jdbc.execute("alter role " + ROLE + " login");
		this.kills.databases++;
	}

	/**
	 * Kill the SMTP server when it has received messages that it did not answer yet, and
	 * start it again.
	 * @param down how long it is away
	 */
	void killSmtpServer(Duration down) {
		ready(0);
		int before = this.smtp.count();
		this.smtp.fallSilent();
		Awaitility.await("a message that is not answered")
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.smtp.count() > before);
		this.smtp.kill();
		pause(down);
		this.smtp.restart();
		this.kills.smtpServers++;
	}

	static void pause(Duration duration) {
		Awaitility.await()
			.pollDelay(duration)
			.pollInterval(Duration.ofMillis(1))
			.atMost(duration.plusSeconds(10))
			.until(() -> true);
	}

	long committed() {
		Long count = this.jdbc.queryForObject("select count(*) from business", Long.class);
		return (count != null) ? count : 0;
	}

	void awaitCommitted(int messages, Duration atMost) {
		Awaitility.await(messages + " committed messages")
			.atMost(atMost)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> committed() >= messages);
	}

	/**
	 * Let the nodes do no more business, and deliver what there is.
	 */
	void finish(Duration atMost) {
		awaitReady();
		this.nodes.forEach((node) -> node.process().stopBusiness());
		Awaitility.await("the end of the queue")
			.atMost(atMost)
			.pollInterval(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(unfinished()).isEmpty());
	}

	private Set<String> unfinished() {
		return new HashSet<>(
				this.jdbc.queryForList("select message_id from sendpost_email where lane is not null", String.class));
	}

	/**
	 * What came of it all.
	 */
	Outcome outcome() {
		List<Arrival> arrivals = this.smtp.arrivals();
		Map<String, Arrival> last = new HashMap<>();
		arrivals.forEach((arrival) -> last.put(arrival.client() + arrival.messageId(), arrival));
		Map<String, Integer> inFlight = new HashMap<>();
		this.claimed.forEach((messageId) -> inFlight.merge(messageId, 1, Integer::sum));
		for (Arrival arrival : arrivals) {
			boolean unfinished = last.get(arrival.client() + arrival.messageId()) == arrival
					&& this.leftBehind.getOrDefault(arrival.client(), Set.of()).contains(arrival.messageId());
			if (unfinished || !arrival.answer().isGiven()) {
				inFlight.merge(arrival.messageId(), 1, Integer::sum);
			}
		}
		List<Outcome.Deal> deals = this.jdbc.query("select id, message_id, recipients, begun_at, send_at from business",
				(row, number) -> new Outcome.Deal(row.getObject("id", UUID.class), row.getString("message_id"),
						row.getInt("recipients"), row.getTimestamp("begun_at").toInstant(),
						(row.getTimestamp("send_at") != null) ? row.getTimestamp("send_at").toInstant() : null));
		return new Outcome(this.kills, deals,
				new HashSet<>(this.jdbc.queryForList("select id from rolled_back", UUID.class)),
				this.jdbc.queryForList("select message_id from sendpost_email", String.class),
				this.jdbc.queryForList("select message_id from sendpost_email where status <> 'SENT'", String.class),
				arrivals, inFlight);
	}

	@Override
	public void close() {
		this.nodes.forEach((node) -> node.process().close());
		this.smtp.close();
		this.database.close();
		this.server.close();
	}

	/**
	 * A node, its properties, and how often the database was killed before it started.
	 */
	private record Node(NodeProcess process, List<String> properties, int databaseKills) {

	}

	/**
	 * How often what was killed.
	 */
	static final class Kills {

		private int nodes;

		private int databases;

		private int smtpServers;

		@Override
		public String toString() {
			return "%d nodes, %d times the database, %d times the SMTP server".formatted(this.nodes, this.databases,
					this.smtpServers);
		}

	}

}
