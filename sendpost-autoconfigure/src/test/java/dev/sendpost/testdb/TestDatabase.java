package dev.sendpost.testdb;

import java.nio.file.Path;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The databases the store supports. Each server starts when first asked for, serves all
 * tests of the JVM, does not wait for the disk, and ends with the JVM.
 */
public enum TestDatabase {

	/**
	 * H2 in memory.
	 */
	H2("h2") {

		@Override
		public FreshDatabase fresh() {
			return new FreshDatabase(platform(), "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "",
					(database) -> database.execute("shutdown"));
		}

	},

	/**
	 * H2 in a file.
	 */
	H2_FILE("h2") {

		@Override
		public FreshDatabase fresh() {
			Path directory = ServerFiles.freshDirectory("h2");
			return new FreshDatabase(platform(), "jdbc:h2:file:" + directory.resolve("test") + ";DB_CLOSE_DELAY=-1",
					"sa", "", (database) -> {
						database.execute("shutdown");
						FileSystemUtils.deleteRecursively(directory.toFile());
					});
		}

	},

	/**
	 * PostgreSQL.
	 */
	POSTGRESQL("postgresql") {

		@Override
		DatabaseServer start() {
			return PostgresServer.start(null, PostgresServer.NOT_DURABLE);
		}

	},

	/**
	 * MariaDB.
	 */
	MARIADB("mariadb") {

		@Override
		DatabaseServer start() {
			return MariaDbServer.start(null, MySqlFamilyServer.NOT_DURABLE);
		}

	},

	/**
	 * MySQL.
	 */
	MYSQL("mysql") {

		@Override
		DatabaseServer start() {
			return MySqlServer.start(null, MySqlFamilyServer.NOT_DURABLE);
		}

	};

	private final String platform;

	private @Nullable DatabaseServer server;

	TestDatabase(String platform) {
		this.platform = platform;
	}

	/**
	 * The database as Spring Boot calls it, also in the names of SQL scripts.
	 * @return an id of Boot's {@code DatabaseDriver}
	 */
	public String platform() {
		return this.platform;
	}

	/**
	 * Make an empty database. To be called in a test or in {@code @BeforeAll}, not in a
	 * static initializer, since it may skip the test.
	 * @return the database, which others do not see
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run the server
	 */
	public FreshDatabase fresh() {
		return server().fresh();
	}

	/**
	 * Make a database without rows, for tests that do not care whether the tables are
	 * there. To be called where {@link #fresh()} may be.
	 * @return the database, which others do not see
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run the server
	 */
	public FreshDatabase clean() {
		return platform().equals("h2") ? fresh() : server().clean();
	}

	DatabaseServer start() {
		throw new UnsupportedOperationException(this + " has no server");
	}

	private synchronized DatabaseServer server() {
		if (this.server == null) {
			this.server = start();
		}
		return this.server;
	}

}
