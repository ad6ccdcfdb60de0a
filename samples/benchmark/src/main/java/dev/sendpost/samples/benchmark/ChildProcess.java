package dev.sendpost.samples.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A JVM started by this one, spoken to in lines. It ends with this JVM: it is destroyed
 * when this one exits, and takes the end of its input as the end of its task.
 */
final class ChildProcess implements AutoCloseable {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

	private final Process process;

	private final BufferedReader reader;

	private final BufferedWriter writer;

	private final Thread hook;

	private ChildProcess(Process process) {
		this.process = process;
		this.reader = process.inputReader(StandardCharsets.UTF_8);
		this.writer = process.outputWriter(StandardCharsets.UTF_8);
		this.hook = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Starts this program with other arguments, the way it was started itself: as an
	 * executable jar or on a plain class path.
	 */
	static ChildProcess startSelf(List<String> jvmOptions, String... arguments) throws IOException {
		String mainClass = isExecutableJar() ? LAUNCHER : BenchmarkApplication.class.getName();
		List<String> options = new ArrayList<>(jvmOptions);
		options.add("-cp");
		options.add(System.getProperty("java.class.path"));
		return start(options, mainClass, arguments);
	}

	static ChildProcess start(List<String> jvmOptions, String mainClass, String... arguments) throws IOException {
		List<String> command = javaCommand(jvmOptions, mainClass, arguments);
		return new ChildProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/**
	 * Whether this program runs from an executable jar.
	 */
	static boolean isExecutableJar() {
		return ClassUtils.isPresent(LAUNCHER, null);
	}

	static List<String> javaCommand(List<String> jvmOptions, String mainClass, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + "/bin/java");
		command.addAll(jvmOptions);
		command.add(mainClass);
		command.addAll(List.of(arguments));
		return command;
	}

	void writeLine(String line) throws IOException {
		this.writer.write(line);
		this.writer.newLine();
		this.writer.flush();
	}

	/**
	 * The next line of the child, which must begin with a word.
	 * @return what follows the word
	 */
	String readLine(String word, Duration timeout) throws Exception {
		String line = CompletableFuture.supplyAsync(this::readLine).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (line == null || !line.startsWith(word + " ")) {
			throw new IllegalStateException("The child process should say '" + word + "' and said: " + line);
		}
		return line.substring(word.length() + 1);
	}

	private @Nullable String readLine() {
		try {
			return this.reader.readLine();
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Waits until the child has ended by itself.
	 * @return its exit code
	 */
	int join() throws InterruptedException {
		return this.process.waitFor();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		removeHook();
	}

	private void removeHook() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// This JVM is shutting down: the hook is about to run.
		}
	}

}
