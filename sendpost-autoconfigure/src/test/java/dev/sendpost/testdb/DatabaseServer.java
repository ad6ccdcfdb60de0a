package dev.sendpost.testdb;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A database server in a process of its own, on a free port of the loopback interface. It
 * does not outlive the JVM.
 */
public abstract class DatabaseServer implements AutoCloseable {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final String platform;

	private final Path dataDirectory;

	private final boolean ownsDataDirectory;

	private final Path log;

	/** Keeps other JVMs from choosing the same port. The server itself speaks TCP. */
	private final DatagramSocket reservation = reservePort();

	private final int port = this.reservation.getLocalPort();

	/** Databases that may be used again. */
	private final Queue<String> used = new ConcurrentLinkedQueue<>();

	private @Nullable ServerProcess process;

	DatabaseServer(String platform, @Nullable Path dataDirectory) {
		this.platform = platform;
		this.ownsDataDirectory = (dataDirectory == null);
		this.dataDirectory = (dataDirectory != null) ? dataDirectory.toAbsolutePath()
				: ServerFiles.freshDirectory(platform);
		this.log = ServerFiles.freshDirectory(platform + "-log").resolve("server.log");
	}

	abstract ProcessRights rights();

	abstract List<String> command();

	abstract String url(String database);

	abstract String createDatabase(String database);

	abstract String dropDatabase(String database);

	/**
	 * The schema that holds the tables of a database.
	 */
	abstract String schema(String database);

	/**
	 * Where a JDBC driver finds the database that every server of this kind has.
	 * @return the URL, without user and password; it stays the same over
	 * {@link #restart()}
	 */
	public abstract String url();

	public abstract String user();

	public abstract String password();

	/**
	 * Make an empty database on this server.
	 * @return the database
	 */
	public FreshDatabase fresh() {
		String name = nextName();
		execute(createDatabase(name));
		return new FreshDatabase(this.platform, url(name), user(), password(), (database) -> drop(name));
	}

	private static String nextName() {
		return "test_" + DATABASES.incrementAndGet() + "_" + ProcessHandle.current().pid();
	}

	/**
	 * Make a database without rows. Where one was used before, it is used again: to
	 * create tables takes a server longer than most tests.
	 * @return the database
	 */
	public FreshDatabase clean() {
		String used = this.used.poll();
		String name = (used != null) ? used : nextName();
		if (used == null) {
			execute(createDatabase(name));
		}
		return new FreshDatabase(this.platform, url(name), user(), password(), (database) -> useAgain(name, database));
	}

	private synchronized void useAgain(String name, FreshDatabase database) {
		if (this.process == null) {
			return;
		}
		try {
			database.deleteRows(
					"select table_name from information_schema.tables where table_schema = '" + schema(name) + "'");
			this.used.add(name);
		}
		catch (SQLException ex) {
			execute(dropDatabase(name));
		}
	}

	/**
	 * The port, which stays the same over {@link #restart()}.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The id of the server's main process.
	 * @return the id, another one after {@link #restart()}
	 * @throws IllegalStateException if the server is not running
	 */
	public synchronized long pid() {
		if (this.process == null) {
			throw new IllegalStateException(this.platform + " is not running");
		}
		return this.process.pid();
	}

	/**
	 * End all processes of the server as with {@code kill -9}, and wait until the main
	 * one is gone.
	 */
	public synchronized void killHard() {
		if (this.process != null) {
			this.process.kill();
			this.process = null;
		}
	}

	/**
	 * Start again on the same data directory and port, after {@link #killHard()}, and
	 * wait until the server answers. A server that is running is killed first.
	 */
	public synchronized void restart() {
		killHard();
		launch();
	}

	/**
	 * End the server. A data directory that the caller named stays.
	 */
	@Override
	public void close() {
		killHard();
		this.reservation.close();
		FileSystemUtils.deleteRecursively(this.log.getParent().toFile());
		if (this.ownsDataDirectory) {
			FileSystemUtils.deleteRecursively(this.dataDirectory.toFile());
		}
	}

	final Path dataDirectory() {
		return this.dataDirectory;
	}

	/**
	 * Start the process and wait until the server answers.
	 */
	final void launch() {
		try {
			Awaitility.await("answer of " + this.platform)
				.atMost(Duration.ofMinutes(2))
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.until(this::answers);
		}
		catch (RuntimeException ex) {
			killHard();
			throw ex;
		}
	}

	/**
	 * A server that was killed leaves its port and memory a moment later than itself, and
	 * a server that finds them in use gives up. It is started again then.
	 */
	private boolean answers() {
		if (this.process == null || this.process.foundInUse()) {
			this.process = ServerProcess.start(rights(), command(), this.dataDirectory, this.log);
			return false;
		}
		this.process.assertAlive();
		try {
			connect().close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private synchronized void drop(String database) {
		if (this.process != null) {
			execute(dropDatabase(database));
		}
	}

	private void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot execute " + sql, ex);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(url(), user(), password());
	}

	/**
	 * A port below those that systems give to clients, so that no client takes it while
	 * the server is down.
	 */
	private static DatagramSocket reservePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
			try {
				DatagramSocket reservation = new DatagramSocket(port, InetAddress.getLoopbackAddress());
				try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
					return reservation;
				}
				catch (IOException ex) {
					reservation.close();
				}
			}
			catch (IOException ex) {
				// In use: another one.
			}
		}
	}

}
