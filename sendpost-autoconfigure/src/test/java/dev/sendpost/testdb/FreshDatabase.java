package dev.sendpost.testdb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that was empty when it was made. It goes, with all in it, when closed.
 */
public final class FreshDatabase implements AutoCloseable {

	private final String platform;

	private final String url;

	private final String user;

	private final String password;

	private final Consumer<FreshDatabase> drop;

	private @Nullable HikariDataSource dataSource;

	FreshDatabase(String platform, String url, String user, String password, Consumer<FreshDatabase> drop) {
		this.platform = platform;
		this.url = url;
		this.user = user;
		this.password = password;
		this.drop = drop;
	}

	/**
	 * The database as Spring Boot calls it.
	 * @return an id of Boot's {@code DatabaseDriver}
	 */
	public String platform() {
		return this.platform;
	}

	/**
	 * Where a JDBC driver finds the database.
	 * @return the URL, without user and password
	 */
	public String url() {
		return this.url;
	}

	public String user() {
		return this.user;
	}

	public String password() {
		return this.password;
	}

	/**
	 * A pool of connections, always the same. It opens them when they are asked for.
	 * @return the pool, which is closed with this database
	 */
	public synchronized DataSource dataSource() {
		if (this.dataSource == null) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(this.url);
			pool.setUsername(this.user);
			pool.setPassword(this.password);
			pool.setMinimumIdle(0);
			pool.setMaximumPoolSize(20);
			this.dataSource = pool;
		}
		return this.dataSource;
	}

	/**
	 * Give up the connections of the pool, since the server they were made to is gone. A
	 * pool hands out a connection that was used a moment ago without trying it.
	 */
	public synchronized void forgetConnections() {
		if (this.dataSource != null) {
			this.dataSource.getHikariPoolMXBean().softEvictConnections();
		}
	}

	/**
	 * The properties of an application that has this database as its own.
	 * @return the properties, each as {@code name=value}
	 */
	public String[] springDatasource() {
		String prefix = "spring.datasource.";
		return new String[] { prefix + "url=" + this.url, prefix + "username=" + this.user,
				prefix + "password=" + this.password };
	}

	@Override
	public synchronized void close() {
		if (this.dataSource != null) {
			this.dataSource.close();
		}
		this.drop.accept(this);
	}

	/**
	 * Delete all rows of all tables.
	 * @param tables selects the names of the tables
	 * @throws SQLException if a table is not one of ours, or somebody holds locks
	 */
	void deleteRows(String tables) throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.url, this.user, this.password);
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(5);
			List<String> names = new ArrayList<>();
			try (ResultSet rows = statement.executeQuery(tables)) {
				while (rows.next()) {
					names.add(rows.getString(1));
				}
			}
			for (String name : names) {
				if (!name.startsWith("sendpost_")) {
					throw new SQLException("The table " + name + " is none of ours");
				}
				statement.executeUpdate("delete from " + name);
			}
		}
	}

	void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(this.url, this.user, this.password);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot execute " + sql, ex);
		}
	}

}
