package dev.sendpost.samples.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * The class path of this program, each entry a plain directory or jar: an executable jar
 * is unpacked into a temporary directory.
 */
final class PlainClassPath implements AutoCloseable {

	private final List<Path> entries = new ArrayList<>();

	private final Path unpacked;

	PlainClassPath() throws IOException, InterruptedException {
		this.unpacked = Files.createTempDirectory("sendpost-benchmark");
		String classPath = System.getProperty("java.class.path");
		if (ChildProcess.isExecutableJar()) {
			unpack(classPath);
		}
		else {
			Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).forEach(this.entries::add);
		}
	}

	private void unpack(String jar) throws IOException, InterruptedException {
		try (ChildProcess process = ChildProcess.start(List.of("-Djarmode=tools", "-jar"), jar, "extract", "--launcher",
				"--force", "--destination", this.unpacked.toString())) {
			Assert.state(process.join() == 0, () -> "Could not unpack " + jar);
		}
		this.entries.add(this.unpacked);
		this.entries.add(this.unpacked.resolve("BOOT-INF/classes"));
		try (Stream<Path> jars = Files.list(this.unpacked.resolve("BOOT-INF/lib"))) {
			jars.sorted().forEach(this.entries::add);
		}
	}

	List<Path> entries() {
		return List.copyOf(this.entries);
	}

	static String join(List<Path> entries) {
		return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.unpacked);
	}

}
