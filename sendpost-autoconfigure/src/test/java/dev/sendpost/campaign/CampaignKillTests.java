package dev.sendpost.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.EmailAddress;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.statistics.CampaignCounts;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.statistics.StatisticsQuery;
import dev.sendpost.statistics.StatisticsSettings;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.Transports;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each contact gets its message once, whatever is killed. With the system property
 * {@code sendpost.soak=true} this takes its time.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CampaignKillTests {

	private static final boolean SOAK = Boolean.getBoolean("sendpost.soak");

	private static final int CONTACTS = SOAK ? Integer.getInteger("sendpost.soak.contacts", 100_000) : 3_000;

	private static final int KILLS = SOAK ? 3 : 1;

	private static final int CHUNK = SOAK ? 500 : 50;

	/** One contact in so many gets no mail. */
	private static final int EXCLUDED_EACH = 10;

	private static final String HTML = "<html><body><h1>Hello {{name}}</h1><p>News from {{city}}.</p>"
			+ "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p>".repeat(60) + "</body></html>";

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	private Path directory;

	private final List<Node> nodes = new ArrayList<>();

	private int started;

	@Test
	void eachContactHasOneMessageThoughNodesAreKilledOnTheWay() throws Exception {
		long seed = Long.getLong("sendpost.soak.seed", ThreadLocalRandom.current().nextLong());
		print("seed: " + seed);
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh();
				HikariDataSource dataSource = dataSource(database);
				CampaignNode node = node(OutboxNode.store(dataSource), true)) {
			node.outbox().queue().pause();
			UUID list = contacts(node);
			int excluded = exclude(node);
			Campaign campaign = node.shop()
				.create(CampaignDetails.of("News", list, CampaignContent.html("News for {{name}}", HTML)));
			try {
				startNode(database);
				startNode(database);
				this.nodes.forEach(Node::awaitReady);
				long start = System.nanoTime();
				node.shop().launch(campaign.id());
				for (int kill = 1; kill <= KILLS; kill++) {
					killWhoIsAtIt(node, campaign.id(), CONTACTS / (KILLS + 2) * kill);
					if (SOAK) {
						startNode(database).awaitReady();
					}
				}
				Awaitility.await()
					.atMost(Duration.ofMinutes(10))
					.until(() -> node.shop().find(campaign.id()).orElseThrow().status() == CampaignStatus.COMPLETED);
				print("fan-out of %d contacts with %d kills: %.1f s".formatted(CONTACTS, KILLS,
						(System.nanoTime() - start) / 1e9));
				this.nodes.forEach((each) -> print(each.name + " used after collection, in MB: " + each.heap()));
			}
			finally {
				this.nodes.forEach(Node::kill);
			}
			assertThat(node.shop().find(campaign.id()).orElseThrow().progress())
				.isEqualTo(new CampaignProgress(CONTACTS, CONTACTS - excluded, excluded, 0, 0));
			assertThat(number(node, "select count(*) from sendpost_email where campaign = ?", campaign.id()))
				.isEqualTo(CONTACTS - excluded);
			assertThat(number(node,
					"select count(distinct r.mailbox) from sendpost_recipient r"
							+ " join sendpost_email e on e.id = r.email_id where e.campaign = ?",
					campaign.id()))
				.isEqualTo(CONTACTS - excluded);
			assertThat(
					number(node, "select count(*) from sendpost_recipient r join sendpost_email e on e.id = r.email_id"
							+ " where e.campaign = ? and r.mailbox like 'gone%'", campaign.id()))
				.isZero();
			statisticsEqualARecount(node, campaign.id(), new Random(seed));
		}
	}

	private Node startNode(FreshDatabase database) {
		Node node = new Node("node-" + this.started++, database);
		this.nodes.add(node);
		return node;
	}

	private void killWhoIsAtIt(CampaignNode node, UUID campaign, int after) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.pollInterval(Duration.ofMillis(2))
			.until(() -> node.shop().find(campaign).orElseThrow().progress().queued() > after
					&& this.nodes.stream().anyMatch((each) -> each.process.isAlive() && each.handedOver() > 0));
		Node busiest = Collections.max(this.nodes.stream().filter((each) -> each.process.isAlive()).toList(),
				(a, b) -> Integer.compare(a.handedOver(), b.handedOver()));
		busiest.kill();
		long queued = node.shop().find(campaign).orElseThrow().progress().queued();
		print("killed %s, which had handed over %d, at %d".formatted(busiest.name, busiest.handedOver(), queued));
		assertThat(busiest.handedOver()).isPositive();
		assertThat(queued).as("killed on the way").isLessThan(CONTACTS - CONTACTS / EXCLUDED_EACH);
	}

	private static UUID contacts(CampaignNode node) {
		UUID list = node.audience().lists().create(ListDetails.named("News")).id();
		List<ContactDetails> some = new ArrayList<>();
		for (int i = 0; i < CONTACTS; i++) {
			String name = (i % EXCLUDED_EACH == 0) ? "gone" : "user";
			some.add(ContactDetails.of("User " + i + " <" + name + i + "@d" + i % 997 + ".example>")
				.field("city", "K\u00f6ln"));
			if (some.size() == 1000 || i == CONTACTS - 1) {
				node.audience().contacts().upsert(some, list);
				some.clear();
			}
		}
		return list;
	}

	/**
	 * Unsubscribed, bounced and suppressed ones.
	 */
	private static int exclude(CampaignNode node) {
		SuppressionReason[] reasons = { SuppressionReason.UNSUBSCRIBE, SuppressionReason.HARD_BOUNCE,
				SuppressionReason.MANUAL };
		for (int i = 0; i < CONTACTS; i += EXCLUDED_EACH) {
			node.suppressions()
				.add(NewSuppression.of("gone" + i + "@d" + i % 997 + ".example", reasons[i / EXCLUDED_EACH % 3])
					.subAccount("shop"));
		}
		return CONTACTS / EXCLUDED_EACH;
	}

	private static void statisticsEqualARecount(CampaignNode node, UUID campaign, Random random) {
		List<UUID> emails = node.store()
			.jdbc()
			.query("select id from sendpost_email where campaign = ? order by id limit " + CONTACTS / 20,
					(row, number) -> row.getObject(1, UUID.class), campaign.toString());
		List<DeliveryEvent> events = new ArrayList<>();
		for (UUID email : emails) {
			for (DeliveryEventType type : List.of(DeliveryEventType.SENT, DeliveryEventType.DELIVERED,
					DeliveryEventType.OPENED, DeliveryEventType.OPENED, DeliveryEventType.CLICKED,
					DeliveryEventType.UNSUBSCRIBED)) {
				if (random.nextInt(3) > 0) {
					DeliveryEvent event = new DeliveryEvent(UUID.randomUUID(), email, null, type,
							Instant.now().minusMillis(random.nextInt(1000)), "provider", null, null, null, null, false,
							null,
							(type.status() == null) ? new Engagement(random.nextBoolean(), null, null, null) : null);
					events.add(event);
					if (random.nextInt(4) == 0) {
						events.add(event);
					}
				}
			}
		}
		Collections.shuffle(events, random);
		StatisticsCounter counter = new StatisticsCounter(node.store(),
				new StatisticsSettings((domain) -> null, Transports.CAPTURE, Duration.ofDays(90)));
		for (int i = 0; i < events.size(); i += 200) {
			node.outbox().log().record(events.subList(i, Math.min(events.size(), i + 200)));
			if (i % 1000 == 0) {
				counter.countNew();
			}
		}
		counter.countNew();
		MailCounts counts = statistics(node, campaign);
		assertThat(counts.processed()).isEqualTo(CONTACTS - CONTACTS / EXCLUDED_EACH);
		assertThat(counts.uniqueOpened()).isPositive().isLessThan(counts.opened());
		assertThat(counts).isEqualTo(
				new CampaignCounts(node.store()).count("shop", campaign.toString()).get(CampaignCounts.NO_VARIANT));
		counter.recount(LocalDate.now(ZoneOffset.UTC).minusDays(1), LocalDate.now(ZoneOffset.UTC).plusDays(1));
		counter.countNew();
		assertThat(statistics(node, campaign)).isEqualTo(counts);
		print("statistics after %d reports: %s".formatted(events.size(), counts));
	}

	private static MailCounts statistics(CampaignNode node, UUID campaign) {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		return new MailStatistics(node.store())
			.find(StatisticsQuery.days(today.minusDays(1), today.plusDays(1)).campaign(campaign.toString()))
			.total();
	}

	private static long number(CampaignNode node, String sql, UUID campaign) {
		Long number = node.store().jdbc().queryForObject(sql, Long.class, campaign.toString());
		return (number != null) ? number : -1;
	}

	private static CampaignNode node(Store store, boolean counted) {
		return new CampaignNode(store, FakeTransport.accepting("fake"),
				MailDefaults.from(EmailAddress.parse("news@example.com")), (name) -> false, 500, counted);
	}

	private static HikariDataSource dataSource(FreshDatabase database) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(database.url());
		dataSource.setUsername(database.user());
		dataSource.setPassword(database.password());
		dataSource.setMaximumPoolSize(4);
		return dataSource;
	}

	/**
	 * Prints how many contacts a second a campaign is handed over to, and how many of the
	 * same rows a second go into the same tables by batches of bare inserts, in turns.
	 */
	@Test
	@EnabledIfSystemProperty(named = "sendpost.soak", matches = "true")
	void theFanOutIsAtLeastHalfAsFastAsBareInserts() throws Exception {
		double best = 0;
		double fastest = 0;
		for (int round = 0; round < 4; round++) {
			try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh();
					HikariDataSource dataSource = dataSource(database);
					CampaignNode node = node(OutboxNode.store(dataSource), false)) {
				UUID list = contacts(node);
				Campaign campaign = node.shop()
					.create(CampaignDetails.of("News", list, CampaignContent.html("News for {{name}}", HTML)));
				Action fanningOut = () -> {
					node.shop().launch(campaign.id());
					node.drain(campaign.id());
				};
				double early = (round % 2 == 0) ? perSecond(fanningOut) : 0;
				double bare = perSecond(() -> insert(node.store()));
				double fanOut = (round % 2 == 0) ? early : perSecond(fanningOut);
				assertThat(node.shop().find(campaign.id()).orElseThrow().progress().queued()).isEqualTo(CONTACTS);
				print("bare %.0f/s, fan-out %.0f/s, ratio %.2f".formatted(bare, fanOut, fanOut / bare));
				best = Math.max(best, fanOut / bare);
				fastest = Math.max(fastest, fanOut);
			}
		}
		assertThat(fastest >= 5000 || best >= 0.5).isTrue();
	}

	private static double perSecond(Action action) throws Exception {
		long start = System.nanoTime();
		action.run();
		return CONTACTS / ((System.nanoTime() - start) / 1e9);
	}

	private static void insert(Store store) throws Exception {
		EmailIds ids = new EmailIds(Clock.systemUTC());
		byte[] content = new byte[1500];
		byte[] variables = "{\"city\":\"K\u00f6ln\",\"contact_id\":\"0190d0f3-0000-7000-8000-000000000000\",\"name\":\"User\"}"
			.getBytes(StandardCharsets.UTF_8);
		try (Connection connection = store.dataSource().getConnection();
				PreparedStatement contents = connection.prepareStatement(
						"insert into sendpost_content (id, data, layout, expires_at) values (?, ?, ?, ?)");
				PreparedStatement emails = connection.prepareStatement(
						"insert into sendpost_email (id, message_id, content_id, sub_account, stream, status, sender,"
								+ " subject, variables, created_at, send_at, attempts, lost_leases, lane, due_at, campaign)"
								+ " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
				PreparedStatement recipients = connection.prepareStatement(
						"insert into sendpost_recipient (email_id, number, kind, mailbox, address, status, perhaps_sent)"
								+ " values (?, ?, ?, ?, ?, ?, ?)")) {
			connection.setAutoCommit(false);
			UUID contentId = ids.get();
			for (int i = 0; i < CONTACTS; i++) {
				UUID id = ids.get();
				if (i % CHUNK == 0) {
					contentId = ids.get();
					add(contents, contentId, content, "5000", 1L);
				}
				String address = "user" + i + "@d" + i % 997 + ".example";
				add(emails, id, "<" + id + "@example.com>", contentId, "shop", "BROADCAST", "QUEUED",
						"news@example.com", "News for {{name}}", variables, 1L, 1L, 0, 0, "B:other", 1L,
						"0190d0f3-0000-7000-8000-000000000001");
				add(recipients, id, 0, "TO", address, "User " + i + " <" + address + ">", "QUEUED", false);
				if (i % CHUNK == CHUNK - 1) {
					contents.executeBatch();
					emails.executeBatch();
					recipients.executeBatch();
					connection.commit();
				}
			}
		}
	}

	private static void add(PreparedStatement statement, Object... values) throws Exception {
		for (int i = 0; i < values.length; i++) {
			statement.setObject(i + 1, values[i]);
		}
		statement.addBatch();
	}

	@SuppressWarnings("SystemOut")
	private static void print(String text) {
		System.out.println("CampaignKillTests: " + text);
	}

	/**
	 * Something that takes its time.
	 */
	private interface Action {

		void run() throws Exception;

	}

	/**
	 * A {@link CampaignProcess} that ends with this JVM.
	 */
	private final class Node {

		private final String name;

		private final Process process;

		private final List<String> output = Collections.synchronizedList(new ArrayList<>());

		private final Thread reader = new Thread(this::read);

		Node(String name, FreshDatabase database) {
			this.name = name;
			Path directory = CampaignKillTests.this.directory;
			try {
				this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=" + (SOAK ? 4 : 1), "-cp",
						System.getProperty("java.class.path"), CampaignProcess.class.getName(),
						"--spring.main.banner-mode=off", "--logging.threshold.console=off",
						"--logging.file.name=" + directory.resolve(name + ".log"),
						"--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + database.user(),
						"--spring.datasource.password=" + database.password(),
						"--spring.datasource.hikari.maximum-pool-size=4", "--sendpost.from=news@example.com",
						"--sendpost.sub-accounts.shop.from=news@example.com", "--sendpost.statistics.enabled=true",
						"--sendpost.campaigns.chunk-size=" + CHUNK, "--sendpost.campaigns.poll-interval=200ms")
					.redirectError(directory.resolve(name + ".err").toFile())
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.reader.setDaemon(true);
			this.reader.start();
		}

		private void read() {
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					this.output.add(line);
				}
			}
			catch (IOException ex) {
				// The process was killed.
			}
		}

		private List<String> lines(String prefix) {
			synchronized (this.output) {
				return this.output.stream()
					.filter((line) -> line.startsWith(prefix))
					.map((line) -> line.substring(prefix.length()))
					.toList();
			}
		}

		void awaitReady() {
			Awaitility.await(this.name)
				.atMost(Duration.ofSeconds(90))
				.pollInterval(Duration.ofMillis(20))
				.until(() -> !lines(CampaignProcess.READY).isEmpty() || !this.process.isAlive());
			assertThat(this.process.isAlive()).as(() -> log()).isTrue();
		}

		private String log() {
			try {
				Path log = CampaignKillTests.this.directory.resolve(this.name + ".log");
				return Files.exists(log) ? Files.readString(log) : "";
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		int handedOver() {
			List<String> lines = lines(CampaignProcess.HANDED_OVER);
			return lines.isEmpty() ? 0 : Integer.parseInt(lines.get(lines.size() - 1));
		}

		List<Long> heap() {
			return lines(CampaignProcess.HEAP).stream().map((octets) -> Long.parseLong(octets) / 1_000_000).toList();
		}

		/**
		 * End the process as with {@code kill -9}.
		 */
		void kill() {
			this.process.destroyForcibly();
			try {
				this.process.waitFor();
				this.reader.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
