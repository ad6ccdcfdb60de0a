package dev.sendpost.testdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseServer}.
 */
class DatabaseServerTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "H2.*")
	void keepsWhatWasCommittedWhenItIsKilled(TestDatabase kind) throws SQLException {
		try (DatabaseServer server = start(kind)) {
			FreshDatabase database = server.fresh();
			long pid = server.pid();
			int port = server.port();
			database.execute("create table mail (subject varchar(50))");
			database.execute("insert into mail values ('committed')");
			Connection open = DriverManager.getConnection(database.url(), database.user(), database.password());
			open.setAutoCommit(false);
			open.createStatement().execute("insert into mail values ('not committed')");
			server.killHard();
			assertThat(ProcessHandle.of(pid)).isEmpty();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(server::pid);
			assertThatExceptionOfType(SQLException.class).isThrownBy(open::commit);
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> database.execute("select subject from mail"));
			server.restart();
			assertThat(server.port()).isEqualTo(port);
			assertThat(server.pid()).isNotEqualTo(pid);
			assertThat(query(database, "select subject from mail")).isEqualTo("committed");
			assertThat(query(database, "select count(*) from mail")).isEqualTo("1");
		}
	}

	@Test
	void startsOnTheDataDirectoryOfAnotherServer() throws SQLException {
		Path data = this.directory.resolve("data");
		try (PostgresServer server = PostgresServer.start(data)) {
			execute(server, "create table mail (subject varchar(50))");
		}
		assertThat(data).isNotEmptyDirectory();
		try (PostgresServer server = PostgresServer.start(data)) {
			execute(server, "drop table mail");
		}
	}

	@Test
	void leavesNothingBehind() {
		PostgresServer server = PostgresServer.start();
		Path data = server.dataDirectory();
		assertThat(data).isNotEmptyDirectory();
		server.close();
		assertThat(data).doesNotExist();
	}

	@Test
	void waitsForTheDiskUnlessToldOtherwise() throws SQLException {
		try (PostgresServer server = PostgresServer.start(); FreshDatabase database = server.fresh()) {
			assertThat(query(database, "show fsync")).isEqualTo("on");
			assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
		}
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh()) {
			assertThat(query(database, "show fsync")).isEqualTo("off");
		}
	}

	@Test
	void takesSettings() throws SQLException {
		try (PostgresServer server = PostgresServer.start(null, Map.of("max_connections", "7"));
				FreshDatabase database = server.fresh()) {
			assertThat(query(database, "show max_connections")).isEqualTo("7");
			assertThat(query(database, "select version()")).startsWith("PostgreSQL 18.");
		}
	}

	@Test
	void tellsWhyAServerDoesNotStart() {
		PostgresServer.start().close();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> PostgresServer.start(null, Map.of("no_such_setting", "1")))
			.withMessageContaining("no_such_setting");
	}

	private static DatabaseServer start(TestDatabase kind) {
		return switch (kind) {
			case POSTGRESQL -> PostgresServer.start();
			case MARIADB -> MariaDbServer.start(null, Map.of());
			case MYSQL -> MySqlServer.start(null, Map.of());
			case H2, H2_FILE -> throw new IllegalArgumentException(kind + " has no server");
		};
	}

	private static void execute(DatabaseServer server, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(FreshDatabase database, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			assertThat(rows.next()).isTrue();
			return rows.getString(1);
		}
	}

}
