package dev.sendpost.store;

import java.nio.file.Path;
import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;

import org.springframework.beans.factory.DisposableBean;

/**
 * A private H2 database in a file, for an application that has no database of its own.
 * What is committed is written to the file at once, so that it survives a killed process;
 * it is not forced onto the disk, so that it may not survive a power failure.
 */
public final class EmbeddedDatabase implements DisposableBean {

	private static final int MAX_CONNECTIONS = 20;

	private final JdbcConnectionPool pool;

	/**
	 * Open a database, which is created if it does not exist.
	 * @param file the file, without H2's extension
	 */
	public EmbeddedDatabase(Path file) {
		// Not H2's default access to files, which an interrupted thread leaves closed for
		// everybody.
		this("async:" + file.toAbsolutePath());
	}

	private EmbeddedDatabase(String location) {
		this.pool = JdbcConnectionPool
			.create("jdbc:h2:" + location + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000", "sa", "");
		this.pool.setMaxConnections(MAX_CONNECTIONS);
	}

	/**
	 * Open a database of which nothing remains.
	 * @return an empty database in memory
	 */
	public static EmbeddedDatabase inMemory() {
		return new EmbeddedDatabase("mem:sendpost-" + UUID.randomUUID());
	}

	/**
	 * Connections to the database.
	 * @return the data source, which is nobody else's
	 */
	public DataSource dataSource() {
		return this.pool;
	}

	@Override
	public void destroy() {
		this.pool.dispose();
	}

}
