package dev.sendpost.testdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TestDatabase}.
 */
class TestDatabaseTests {

	@ParameterizedTest
	@CsvSource({ "H2, H2, 2", "H2_FILE, H2, 2", "POSTGRESQL, PostgreSQL, 18", "MARIADB, MariaDB, 11.4",
			"MYSQL, MySQL, 8.0" })
	void isTheDatabaseItSays(TestDatabase kind, String product, String version) throws SQLException {
		try (FreshDatabase database = kind.fresh(); Connection connection = database.dataSource().getConnection()) {
			assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product);
			assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith(version + ".");
			assertThat(database.platform()).isEqualTo(kind.platform());
			assertThat(database.url()).startsWith("jdbc:" + kind.platform() + ":");
		}
	}

	@ParameterizedTest
	@EnumSource
	void freshDatabasesAreApart(TestDatabase kind) throws SQLException {
		try (FreshDatabase one = kind.fresh(); FreshDatabase other = kind.fresh()) {
			one.execute("create table mail (subject varchar(50))");
			one.execute("insert into mail values ('one')");
			other.execute("create table mail (subject varchar(50))");
			other.execute("insert into mail values ('other')");
			assertThat(subjects(one)).containsExactly("one");
			assertThat(subjects(other)).containsExactly("other");
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsTextOfAllScripts(TestDatabase kind) throws SQLException {
		try (FreshDatabase database = kind.fresh()) {
			database.execute("create table mail (subject varchar(50))");
			database.execute("insert into mail values ('Grüße 你好 😀')");
			assertThat(subjects(database)).containsExactly("Grüße 你好 😀");
		}
	}

	@ParameterizedTest
	@EnumSource
	void letsARowBeSkippedThatAnotherTransactionLocks(TestDatabase kind) throws SQLException {
		try (FreshDatabase database = kind.fresh()) {
			database.execute("create table mail (subject varchar(50) primary key)");
			database.execute("insert into mail values ('one'), ('two')");
			try (Connection connection = database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.executeQuery("select subject from mail where subject = 'one' for update").next();
				try (Connection other = database.dataSource().getConnection()) {
					other.setAutoCommit(false);
					assertThat(column(other, "select subject from mail order by subject for update skip locked"))
						.containsExactly("two");
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void isGoneWhenClosed(TestDatabase kind) {
		FreshDatabase database = kind.fresh();
		database.execute("create table mail (subject varchar(50))");
		DataSource pool = database.dataSource();
		database.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> database.execute("select subject from mail"));
	}

	private static List<String> subjects(FreshDatabase database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection()) {
			return column(connection, "select subject from mail");
		}
	}

	private static List<String> column(Connection connection, String sql) throws SQLException {
		List<String> values = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				values.add(rows.getString(1));
			}
		}
		return values;
	}

}
