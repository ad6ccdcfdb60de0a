package dev.sendpost.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A server of the MySQL family. What it has committed is on the disk, unless its settings
 * say otherwise. Its data directory starts as a copy of one that stays between JVMs.
 */
abstract class MySqlFamilyServer extends DatabaseServer {

	/**
	 * Settings with which a commit does not wait for the disk.
	 */
	static final Map<String, String> NOT_DURABLE = Map.of("innodb-flush-log-at-trx-commit", "0", "innodb-doublewrite",
			"0");

	static final ProcessRights RIGHTS = ProcessRights.OWN;

	private static final String USER = "test";

	private static final String PASSWORD = "secret";

	private final Path home;

	private final Map<String, String> settings;

	private final Path initFile;

	MySqlFamilyServer(String platform, Path home, Path template, @Nullable Path dataDirectory,
			Map<String, String> settings) {
		super(platform, dataDirectory);
		this.home = home;
		this.settings = settings;
		this.initFile = ServerFiles.freshDirectory(platform + "-init").resolve("init.sql");
		try {
			if (Files.notExists(dataDirectory().resolve("ibdata1"))) {
				FileSystemUtils.copyRecursively(template, dataDirectory());
			}
			Files.writeString(this.initFile, """
					create database if not exists test;
					create user if not exists '%1$s'@'%%' identified by '%2$s';
					grant all on *.* to '%1$s'@'%%';
					""".formatted(USER, PASSWORD));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	abstract String program();

	abstract List<String> options();

	@Override
	public String url() {
		return url("test");
	}

	@Override
	public String user() {
		return USER;
	}

	@Override
	public String password() {
		return PASSWORD;
	}

	@Override
	String createDatabase(String database) {
		return "create database %s character set utf8mb4".formatted(database);
	}

	@Override
	String dropDatabase(String database) {
		return "drop database if exists " + database;
	}

	@Override
	String schema(String database) {
		return database;
	}

	@Override
	ProcessRights rights() {
		return RIGHTS;
	}

	@Override
	List<String> command() {
		List<String> command = new ArrayList<>(List.of(this.home.resolve(program()).toString()));
		command.addAll(base(this.home, dataDirectory()));
		command.addAll(List.of("--port=" + port(), "--bind-address=127.0.0.1", "--socket=server.sock",
				"--pid-file=server.pid", "--init-file=" + this.initFile, "--skip-name-resolve", "--skip-ssl",
				"--innodb-buffer-pool-size=64M"));
		command.addAll(options());
		this.settings.forEach((name, value) -> command.add("--" + name + "=" + value));
		return command;
	}

	/**
	 * Options for the server and for the program that makes the first data directory.
	 */
	static List<String> base(Path home, Path dataDirectory) {
		List<String> options = new ArrayList<>(List.of("--no-defaults", "--basedir=" + home,
				"--datadir=" + dataDirectory, "--innodb-log-file-size=16M"));
		if (ProcessRights.isRoot()) {
			options.add("--user=root");
		}
		return options;
	}

}
