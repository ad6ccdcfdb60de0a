package dev.sendpost.testdb;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.jspecify.annotations.Nullable;

/**
 * Whose rights a process has.
 */
enum ProcessRights {

	/**
	 * Those of the user who runs the tests.
	 */
	OWN {

		@Override
		List<String> switching() {
			return List.of();
		}

		@Override
		void own(Path directory) {
		}

	},

	/**
	 * Those of {@code nobody} if root runs the tests, since PostgreSQL refuses to run as
	 * root; else those of the user. Files may lie where only root can look.
	 */
	NOT_ROOT {

		@Override
		List<String> switching() {
			if (!isRoot()) {
				return List.of();
			}
			Assumptions.assumeTrue(SETPRIV != null, "There is no setpriv to run a server for root as somebody else");
			return List.of("--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--inh-caps", "+dac_override",
					"--ambient-caps", "+dac_override");
		}

		@Override
		void own(Path directory) {
			if (isRoot()) {
				try {
					Files.setAttribute(directory, "unix:uid", Integer.valueOf(NOBODY));
					Files.setAttribute(directory, "unix:gid", Integer.valueOf(NOBODY));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
		}

	};

	private static final String NOBODY = "65534";

	private static final @Nullable Path SETPRIV = Stream.of(System.getenv("PATH").split(File.pathSeparator))
		.map((directory) -> Path.of(directory, "setpriv"))
		.filter(Files::isExecutable)
		.findFirst()
		.orElse(null);

	/**
	 * The command in front of that of the process. The kernel forgets the signal when
	 * rights change, so one program does both.
	 */
	final List<String> launcher() {
		List<String> switching = switching();
		if (SETPRIV == null) {
			return List.of();
		}
		List<String> launcher = new ArrayList<>(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
		launcher.addAll(switching);
		return launcher;
	}

	abstract List<String> switching();

	/**
	 * Let a directory belong to whom the process runs as.
	 * @param directory the directory
	 */
	abstract void own(Path directory);

	static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

}
