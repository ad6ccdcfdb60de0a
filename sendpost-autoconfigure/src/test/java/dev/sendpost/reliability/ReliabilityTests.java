package dev.sendpost.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is committed arrives, whatever is killed. With the system property
 * {@code sendpost.soak=true} this takes its time; {@code sendpost.soak.seed} repeats the
 * kills of another run.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ReliabilityTests {

	private static final boolean SOAK = Boolean.getBoolean("sendpost.soak");

	/**
	 * As long as others wait for what a node that was killed had claimed. It is renewed
	 * when a third has gone by, so that a busy machine may keep a node waiting for the
	 * other two.
	 */
	private static final Duration SHORT_LEASE = Duration.ofSeconds(10);

	/**
	 * Shorter than the clock is wrong, longer than a busy machine keeps a node waiting.
	 */
	private static final Duration LONG_LEASE = Duration.ofSeconds(20);

	private static final String RATE = "node.rate=30";

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	private Path directory;

	@Test
	void everythingCommittedArrivesAndNothingElseThoughNodesDatabaseAndSmtpServerAreKilled() {
		Random random = random();
		int messages = SOAK ? 20_000 : 600;
		try (Cluster cluster = new Cluster(this.directory, settings(SHORT_LEASE))) {
			for (int i = 0; i < (SOAK ? 3 : 2); i++) {
				cluster.startNode(RATE);
			}
			cluster.awaitReady();
			for (Runnable kill : SOAK ? kills(cluster, random, 55, 6, 10) : kills(cluster, random, 6, 1, 1)) {
				Cluster.pause(Duration.ofMillis(100 + random.nextInt(SOAK ? 5000 : 1000)));
				kill.run();
			}
			cluster.awaitCommitted(messages, Duration.ofMinutes(SOAK ? 8 : 1));
			cluster.finish(Duration.ofMinutes(1));
			Outcome outcome = cluster.outcome();
			print(outcome.report());
			outcome.assertNothingLost();
			outcome.assertNothingInvented();
			outcome.assertNothingRepeatedButWhatWasInFlight();
		}
	}

	/**
	 * Kills in random order, at random times.
	 */
	private static List<Runnable> kills(Cluster cluster, Random random, int nodes, int databases, int smtpServers) {
		List<Runnable> kills = new ArrayList<>();
		for (int i = 0; i < nodes; i++) {
			int node = random.nextInt(SOAK ? 3 : 2);
			kills.add(() -> cluster.killNode(node));
		}
		for (int i = 0; i < databases; i++) {
			Duration down = Duration.ofMillis(random.nextInt(SOAK ? 8000 : 1000));
			kills.add(() -> cluster.killDatabase(down));
		}
		for (int i = 0; i < smtpServers; i++) {
			Duration down = Duration.ofMillis(random.nextInt(SOAK ? 8000 : 1000));
			kills.add(() -> cluster.killSmtpServer(down));
		}
		Collections.shuffle(kills, random);
		return kills;
	}

	@Test
	void aClockThatIsWrongDoesNoHarm() {
		try (Cluster cluster = new Cluster(this.directory, settings(LONG_LEASE))) {
			cluster.startNode("node.rate=20", "node.clock-offset=30s");
			cluster.startNode("node.rate=20", "node.clock-offset=-30s");
			cluster.awaitReady();
			cluster.awaitCommitted(200, Duration.ofMinutes(1));
			cluster.finish(Duration.ofMinutes(1));
			Outcome outcome = cluster.outcome();
			outcome.assertNothingLost();
			outcome.assertNothingInvented();
			outcome.assertNothingRepeated();
			outcome.assertNothingEarlyOrLate(Duration.ofSeconds(1), Duration.ofSeconds(20));
		}
	}

	@Test
	void whatWasSentIsInTheEmbeddedDatabaseWhenTheProcessIsKilledRightAfter() {
		Random random = random();
		Set<String> sent = new HashSet<>();
		try (CountingSmtpServer smtp = new CountingSmtpServer()) {
			for (int i = 1; i <= (SOAK ? 30 : 3); i++) {
				try (NodeProcess node = embedded(i, smtp)) {
					assertThat(node.awaitReady()).as(node.log()).isTrue();
					int last = random.nextInt(300);
					Awaitility.await("messages sent")
						.atMost(Duration.ofSeconds(60))
						.pollInterval(Duration.ofMillis(1))
						.until(() -> node.lines() > last);
					node.kill();
					node.output().stream().filter((line) -> line.matches("<.+>")).forEach(sent::add);
				}
			}
			try (NodeProcess node = embedded(0, smtp)) {
				assertThat(node.awaitReady()).as(node.log()).isTrue();
				node.stopBusiness();
				Awaitility.await("all that was sent")
					.atMost(Duration.ofSeconds(60))
					.untilAsserted(() -> assertThat(arrived(smtp)).containsAll(sent));
			}
			print("sent: %d; arrived: %d".formatted(sent.size(), smtp.count()));
		}
	}

	private static String[] settings(Duration lease) {
		return new String[] { "sendpost.concurrency=8", "sendpost.outbox.lease=" + lease,
				"sendpost.outbox.poll-interval=200ms", "sendpost.outbox.retry.delays=500ms,1s,2s",
				"sendpost.routing.circuit.open-for=1s" };
	}

	private NodeProcess embedded(int number, CountingSmtpServer smtp) {
		List<String> properties = new ArrayList<>(List.of(settings(SHORT_LEASE)));
		properties.add("spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
		properties.add("sendpost.store.file=" + this.directory.resolve("store"));
		properties.add("sendpost.transports.counting.port=" + smtp.port());
		return new NodeProcess("embedded-" + number + ".test", this.directory, properties);
	}

	private static Set<String> arrived(CountingSmtpServer smtp) {
		Set<String> arrived = new HashSet<>();
		smtp.arrivals().forEach((arrival) -> arrived.add(arrival.messageId()));
		return arrived;
	}

	private static Random random() {
		long seed = Long.getLong("sendpost.soak.seed", ThreadLocalRandom.current().nextLong());
		print("seed: " + seed);
		return new Random(seed);
	}

	@SuppressWarnings("SystemOut")
	private static void print(String text) {
		System.out.println("ReliabilityTests: " + text);
	}

}
