package dev.sendpost.suppression;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of any size is imported and exported in little memory: in a JVM whose whole heap
 * is a fraction of the file.
 */
class SuppressionVolumeTests {

	@TempDir
	private Path directory;

	@Test
	void aFileOfTenMegabytesInAHeapOfSixteen() throws Exception {
		assertThat(run("-Xmx16m", 30_000, 340)).contains("rows 30000 added 29970 refused 30", "exported 29970");
	}

	@Test
	@EnabledIfSystemProperty(named = "sendpost.soak", matches = "true")
	void aMillionRowsOfThreeHundredMegabytesInAHeapOfTwentyFour() throws Exception {
		String output = run("-Xmx24m", 1_000_000, 320);
		System.out.println(output);
		assertThat(output).contains("rows 1000000 added 999000 refused 1000", "exported 999000");
	}

	private String run(String heap, int rows, int octets) throws Exception {
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh()) {
			OutboxNode.store(database.dataSource());
			Path output = this.directory.resolve("output");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp",
					System.getProperty("java.class.path"), ImportProcess.class.getName(), database.url(),
					database.user(), database.password(), String.valueOf(rows), String.valueOf(octets))
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
				String text = Files.readString(output, StandardCharsets.UTF_8);
				assertThat(process.exitValue()).as(text).isZero();
				return text;
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

}
