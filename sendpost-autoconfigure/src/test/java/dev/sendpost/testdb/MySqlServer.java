package dev.sendpost.testdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A MySQL server.
 */
final class MySqlServer extends MySqlFamilyServer {

	private static final String PROGRAM = "bin/mysqld";

	/**
	 * Without these, the server would need libraries of the system.
	 */
	private static final StandInLibrary AIO = StandInLibrary.named("libaio.so.1")
		.function("io_submit", "LIBAIO_0.1")
		.function("io_setup", "LIBAIO_0.4")
		.function("io_getevents", "LIBAIO_0.4");

	private static final StandInLibrary NUMA = StandInLibrary.named("libnuma.so.1")
		.function("mbind", "libnuma_1.1")
		.function("numa_alloc_local", "libnuma_1.1")
		.function("numa_alloc_onnode", "libnuma_1.1")
		.function("numa_available", "libnuma_1.1")
		.function("numa_free", "libnuma_1.1")
		.function("set_mempolicy", "libnuma_1.1")
		.function("numa_node_of_cpu", "libnuma_1.2")
		.pointer("numa_all_nodes_ptr", "libnuma_1.2");

	private MySqlServer(Path home, Path template, @Nullable Path dataDirectory, Map<String, String> settings) {
		super("mysql", home, template, dataDirectory, settings);
	}

	/**
	 * Start a server.
	 * @param dataDirectory what another server left, or an empty or no directory; no
	 * other server uses it. {@code null} for one that goes with the server
	 * @param settings options of the server, without dashes
	 * @return the server, which answers
	 * @throws org.opentest4j.TestAbortedException if this machine cannot run it
	 */
	static MySqlServer start(@Nullable Path dataDirectory, Map<String, String> settings) {
		ServerArchive archive = ServerArchive.find("MySQL", "mysql-Linux-amd64.tar.gz");
		Path home = archive.unpack((directory) -> {
			AIO.writeTo(directory.resolve("bin"));
			NUMA.writeTo(directory.resolve("bin"));
		});
		archive.assumeRuns(RIGHTS, home.resolve(PROGRAM));
		Path template = ServerFiles.lasting(archive.name() + "-data", (directory) -> {
			List<String> command = new ArrayList<>(List.of(home.resolve(PROGRAM).toString()));
			command.addAll(base(home, directory));
			command.addAll(List.of("--initialize-insecure", "--innodb-use-native-aio=OFF"));
			ServerProcess.run(RIGHTS, command, home);
		});
		MySqlServer server = new MySqlServer(home, template, dataDirectory, settings);
		server.launch();
		return server;
	}

	@Override
	String url(String database) {
		return "jdbc:mysql://127.0.0.1:%d/%s".formatted(port(), database);
	}

	@Override
	String program() {
		return PROGRAM;
	}

	@Override
	List<String> options() {
		return List.of("--mysqlx=OFF", "--skip-log-bin", "--performance-schema=OFF", "--innodb-use-native-aio=OFF",
				"--default-authentication-plugin=mysql_native_password");
	}

}
