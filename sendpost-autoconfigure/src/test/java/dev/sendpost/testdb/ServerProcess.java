package dev.sendpost.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A process that ends with the JVM, on Linux also with one that is killed: there the
 * kernel ends it.
 */
final class ServerProcess {

	private static final Pattern IN_USE = Pattern.compile("(already|still) in use", Pattern.CASE_INSENSITIVE);

	private static final Set<ServerProcess> STARTED = ConcurrentHashMap.newKeySet();

	/**
	 * For the kernel, the parent is the thread that started the process, so a thread that
	 * does not end starts them all.
	 */
	private static final ExecutorService LAUNCHER = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "database-server-launcher");
		thread.setDaemon(true);
		return thread;
	});

	private final Process process;

	private final Path log;

	private ServerProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start a process.
	 * @param rights whose rights it has
	 * @param command the program and its arguments
	 * @param directory where it runs
	 * @param log the file that takes what it prints, emptied first
	 * @return the process
	 */
	static ServerProcess start(ProcessRights rights, List<String> command, Path directory, Path log) {
		List<String> full = new ArrayList<>(rights.launcher());
		full.addAll(command);
		ProcessBuilder builder = new ProcessBuilder(full).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		try {
			ServerProcess started = new ServerProcess(LAUNCHER.submit(builder::start).get(), log);
			STARTED.add(started);
			return started;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Cannot start " + full, ex.getCause());
		}
	}

	/**
	 * Run a process to its end.
	 * @param rights whose rights it has
	 * @param command the program and its arguments
	 * @param directory where it runs
	 * @return what it printed
	 * @throws IllegalStateException if it failed, with what it printed
	 */
	static String run(ProcessRights rights, List<String> command, Path directory) {
		Path log = ServerFiles.freshDirectory("run").resolve("output.log");
		ServerProcess process = start(rights, command, directory, log);
		int status = process.await();
		STARTED.remove(process);
		if (status != 0) {
			throw new IllegalStateException(process.output().strip());
		}
		return process.output();
	}

	static void killAll() {
		STARTED.forEach(ServerProcess::kill);
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Whether the process gave up since its port, its memory or its files had not yet
	 * been left by another.
	 */
	boolean foundInUse() {
		return !this.process.isAlive() && IN_USE.matcher(output()).find();
	}

	void assertAlive() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The server ended with %d: %s".formatted(await(), output()));
		}
	}

	/**
	 * Kill the process and those it started, and wait until it is gone.
	 */
	void kill() {
		List<ProcessHandle> children = this.process.descendants().toList();
		this.process.destroyForcibly();
		children.forEach(ProcessHandle::destroyForcibly);
		await();
		STARTED.remove(this);
	}

	private int await() {
		try {
			return this.process.waitFor();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
