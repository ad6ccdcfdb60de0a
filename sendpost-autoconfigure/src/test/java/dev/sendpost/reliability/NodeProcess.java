package dev.sendpost.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * A {@link MailNode} in a process that ends with this JVM, whatever ends that.
 */
final class NodeProcess implements AutoCloseable {

	private final String name;

	private final Process process;

	private final Path log;

	private final List<String> output = Collections.synchronizedList(new ArrayList<>());

	private final Thread reader;

	/**
	 * Start a node. It is at work when {@link #awaitReady()} returns.
	 * @param name what it calls itself to the SMTP server
	 * @param directory where its log is kept
	 * @param properties its properties, each as {@code name=value}
	 */
	NodeProcess(String name, Path directory, List<String> properties) {
		this.name = name;
		this.log = directory.resolve(name + ".log");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), MailNode.class.getName(),
				"--spring.main.banner-mode=off", "--logging.threshold.console=off", "--logging.file.name=" + this.log,
				"--sendpost.transports.counting.type=smtp", "--sendpost.transports.counting.host=127.0.0.1",
				"--sendpost.transports.counting.properties[mail.smtp.localhost]=" + name));
		properties.forEach((property) -> command.add("--" + property));
		try {
			this.process = new ProcessBuilder(command).redirectError(directory.resolve(name + ".err").toFile()).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.reader = new Thread(this::read, name + "-output");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.output.add(line);
			}
		}
		catch (IOException ex) {
			// The process was killed.
		}
	}

	String name() {
		return this.name;
	}

	/**
	 * What the node has printed so far, each line a whole one.
	 */
	List<String> output() {
		synchronized (this.output) {
			return List.copyOf(this.output);
		}
	}

	int lines() {
		return this.output.size();
	}

	/**
	 * Wait until the node is at work.
	 * @return whether it is; a node gives up if it starts while the database is away
	 */
	boolean awaitReady() {
		Awaitility.await("start of " + this.name)
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> isReady() || !this.process.isAlive());
		return isReady();
	}

	private boolean isReady() {
		return this.output.contains(MailNode.READY);
	}

	/**
	 * What the node has logged.
	 */
	String log() {
		try {
			return Files.exists(this.log) ? Files.readString(this.log) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let the node do no more business, and go on delivering.
	 */
	void stopBusiness() {
		try {
			this.process.getOutputStream().write((MailNode.STOP + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await("end of business of " + this.name)
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.output.contains(MailNode.STOPPED));
	}

	/**
	 * End the process as with {@code kill -9}, and wait until it is gone and all it
	 * printed is read.
	 */
	void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
			this.reader.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		kill();
	}

}
