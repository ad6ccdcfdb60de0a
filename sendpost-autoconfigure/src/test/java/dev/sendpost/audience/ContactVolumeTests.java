package dev.sendpost.audience;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.audience.ContactImportProcess.GeneratedFile;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Audiences of any size are imported, exported and gone through in little memory, and
 * about as fast as the database takes rows.
 */
class ContactVolumeTests {

	private static final int ROWS_AT_ONCE = 1000;

	@TempDir
	private Path directory;

	@Test
	void aFileOfTenMegabytesInAHeapOfTwentyFour() throws Exception {
		assertThat(run("-Xmx24m", 30_000, 340)).contains("rows 30000 added 29970 refused 30", "exported 29970",
				"members 29970");
	}

	@Test
	@EnabledIfSystemProperty(named = "sendpost.soak", matches = "true")
	void aFileOfAHundredMegabytesInAHeapOfTwentyFour() throws Exception {
		String output = run("-Xmx24m", 300_000, 345);
		System.out.println(output);
		assertThat(output).contains("rows 300000 added 299700 refused 300", "exported 299700", "members 299700");
	}

	private String run(String heap, int rows, int octets) throws Exception {
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh()) {
			OutboxNode.store(database.dataSource());
			Path output = this.directory.resolve("output");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp",
					System.getProperty("java.class.path"), ContactImportProcess.class.getName(), database.url(),
					database.user(), database.password(), String.valueOf(rows), String.valueOf(octets))
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
				String text = Files.readString(output, StandardCharsets.UTF_8);
				assertThat(process.exitValue()).as(text).isZero();
				return text;
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	/**
	 * Prints how many contacts a second go onto a list by import, and by batches of bare
	 * inserts of the same rows into the same tables, in turns.
	 */
	@Test
	@EnabledIfSystemProperty(named = "sendpost.soak", matches = "true")
	void anImportIsAtLeastHalfAsFastAsBareInserts() throws Exception {
		int rows = 100_000;
		double best = 0;
		for (int round = 0; round < 3; round++) {
			double bare = perSecond(rows, false, (store, list) -> insert(store, list, rows));
			double rewritten = perSecond(rows, true, (store, list) -> insert(store, list, rows));
			double imported = perSecond(rows, false, (store, list) -> {
				Audiences audiences = ContactImportProcess.audiences(store);
				CsvImportReport report = new ContactCsv(audiences).importInto(audiences.forSubAccount("shop"),
						new GeneratedFile(rows, 100, false), ContactImport.all().list(list));
				assertThat(report.added()).isEqualTo(rows);
			});
			System.out.printf("bare %.0f/s, bare with rewriting %.0f/s, import %.0f/s, ratio %.2f and %.2f%n", bare,
					rewritten, imported, imported / bare, imported / rewritten);
			best = Math.max(best, imported / bare);
		}
		assertThat(best).isGreaterThan(0.5);
	}

	private double perSecond(int rows, boolean rewriting, Action action) throws Exception {
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh();
				HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(database.url());
			dataSource.setUsername(database.user());
			dataSource.setPassword(database.password());
			if (rewriting) {
				dataSource.addDataSourceProperty("reWriteBatchedInserts", "true");
			}
			Store store = OutboxNode.store(dataSource);
			UUID list = ContactImportProcess.audiences(store)
				.forSubAccount("shop")
				.lists()
				.create(ListDetails.named("News"))
				.id();
			long start = System.nanoTime();
			action.run(store, list);
			return rows / ((System.nanoTime() - start) / 1e9);
		}
	}

	private static void insert(Store store, UUID list, int rows) throws Exception {
		EmailIds ids = new EmailIds(Clock.systemUTC());
		try (Connection connection = store.dataSource().getConnection();
				PreparedStatement contacts = connection.prepareStatement(
						"insert into sendpost_contact (id, sub_account, mailbox, address, name, locale, fields, created_at,"
								+ " changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
				PreparedStatement members = connection.prepareStatement(
						"insert into sendpost_list_member (list_id, contact_id, status, since) values (?, ?, ?, ?)")) {
			connection.setAutoCommit(false);
			for (int row = 0; row < rows; row++) {
				UUID id = ids.get();
				String address = GeneratedFile.address(row);
				set(contacts, id, "shop", address, address, "User " + row, null,
						"{\"city\":\"K\u00f6ln\",\"note\":\"" + "x".repeat(50) + "\"}", 1L, 1L);
				set(members, list, id, "SUBSCRIBED", 1L);
				if (row % ROWS_AT_ONCE == ROWS_AT_ONCE - 1) {
					contacts.executeBatch();
					members.executeBatch();
					connection.commit();
				}
			}
		}
	}

	private static void set(PreparedStatement statement, Object... values) throws Exception {
		for (int i = 0; i < values.length; i++) {
			statement.setObject(i + 1, values[i]);
		}
		statement.addBatch();
	}

	/**
	 * Fills a list.
	 */
	private interface Action {

		void run(Store store, UUID list) throws Exception;

	}

}
