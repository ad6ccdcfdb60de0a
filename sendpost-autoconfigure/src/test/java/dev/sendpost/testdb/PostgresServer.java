package dev.sendpost.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server. What it has committed is on the disk, unless its settings say
 * otherwise. It takes any password.
 */
public final class PostgresServer extends DatabaseServer {

	/**
	 * Settings with which a commit does not wait for the disk.
	 */
	static final Map<String, String> NOT_DURABLE = Map.of("fsync", "off", "synchronous_commit", "off",
			"full_page_writes", "off");

	private static final ProcessRights RIGHTS = ProcessRights.NOT_ROOT;

	private static final String USER = "postgres";

	private final Path programs;

	private final Map<String, String> settings;

	private PostgresServer(Path programs, @Nullable Path dataDirectory, Map<String, String> settings) {
		super("postgresql", dataDirectory);
		this.programs = programs;
		this.settings = settings;
	}

	/**
	 * Start a server on a data directory that goes with it.
	 * @return the server, which answers
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run it
	 */
	public static PostgresServer start() {
		return start(null, Map.of());
	}

	/**
	 * Start a server.
	 * @param dataDirectory what another server left, or an empty or no directory; no
	 * other server uses it
	 * @return the server, which answers
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run it
	 */
	public static PostgresServer start(Path dataDirectory) {
		return start(dataDirectory, Map.of());
	}

	/**
	 * Start a server.
	 * @param dataDirectory what another server left, or an empty or no directory; no
	 * other server uses it. {@code null} for one that goes with the server
	 * @param settings such as {@code max_connections}, over the defaults of PostgreSQL
	 * @return the server, which answers
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run it
	 */
	public static PostgresServer start(@Nullable Path dataDirectory, Map<String, String> settings) {
		ServerArchive archive = ServerArchive.find("PostgreSQL", archive());
		Path programs = archive.unpack((directory) -> {
		}).resolve("bin");
		archive.assumeRuns(RIGHTS, programs.resolve("postgres"));
		PostgresServer server = new PostgresServer(programs, dataDirectory, settings);
		server.initialize();
		server.launch();
		return server;
	}

	@Override
	public String url() {
		return url("postgres");
	}

	@Override
	public String user() {
		return USER;
	}

	@Override
	public String password() {
		return "";
	}

	@Override
	String url(String database) {
		return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), database);
	}

	@Override
	String createDatabase(String database) {
		return "create database " + database;
	}

	@Override
	String dropDatabase(String database) {
		return "drop database if exists %s with (force)".formatted(database);
	}

	@Override
	String schema(String database) {
		return "public";
	}

	@Override
	ProcessRights rights() {
		return RIGHTS;
	}

	@Override
	List<String> command() {
		List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", dataDirectory().toString(), "-p",
				String.valueOf(port()), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
		this.settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
		return command;
	}

	private void initialize() {
		if (Files.exists(dataDirectory().resolve("PG_VERSION"))) {
			return;
		}
		try {
			Files.createDirectories(dataDirectory());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		RIGHTS.own(dataDirectory());
		ServerProcess.run(RIGHTS,
				List.of(program("initdb"), "-D", dataDirectory().toString(), "-U", USER, "-A", "trust", "-E", "UTF-8",
						"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
						"--no-sync"),
				dataDirectory());
	}

	private String program(String name) {
		return this.programs.resolve(name).toString();
	}

	private static String archive() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
		String architecture = "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
		return "postgres-%s-%s.txz".formatted(system, architecture);
	}

}
