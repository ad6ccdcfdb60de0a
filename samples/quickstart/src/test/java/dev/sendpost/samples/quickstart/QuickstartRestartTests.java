package dev.sendpost.samples.quickstart;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the quickstart accepted while its mail server was away is delivered after the
 * process was killed and started again.
 */
@Timeout(120)
class QuickstartRestartTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	private Path directory;

	private final List<Process> processes = new ArrayList<>();

	/** Bound and never connected: nobody listens at its port, and nobody else gets it. */
	private final Socket held = new Socket();

	private GreenMail server;

	@BeforeEach
	void chooseAPort() throws IOException {
		this.held.bind(new InetSocketAddress("localhost", 0));
		this.server = new GreenMail(new ServerSetup(this.held.getLocalPort(), "localhost", ServerSetup.PROTOCOL_SMTP));
	}

	@AfterEach
	void stop() throws IOException {
		this.processes.forEach(Process::destroyForcibly);
		this.server.stop();
		this.held.close();
	}

	@Test
	void mailSurvivesAKilledProcess() throws Exception {
		Quickstart before = start();
		assertThat(before.send("Before the crash")).contains("\"status\":\"QUEUED\"");
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(before.emails()).contains("\"status\":\"DEFERRED\""));
		before.kill();
		this.held.close();
		this.server.start();
		Quickstart after = start();
		assertThat(after.emails()).contains("Before the crash");
		assertThat(this.server.waitForIncomingEmail(PATIENCE.toMillis(), 1)).isTrue();
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(after.emails()).contains("reader@example.com: SENT"));
		assertThat(this.server.getReceivedMessages()).singleElement()
			.satisfies((message) -> assertThat(message.getSubject()).isEqualTo("Before the crash"));
	}

	private Quickstart start() throws Exception {
		Path log = this.directory.resolve("log-" + this.processes.size());
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), QuickstartApplication.class.getName(), "--server.port=0",
				"--server.address=localhost", "--spring.mail.host=localhost",
				"--spring.mail.port=" + this.server.getSmtp().getServerSetup().getPort(),
				"--sendpost.outbox.retry.delays=1s", "--sendpost.outbox.lease=10s")
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		this.processes.add(process);
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> started(process, log), Optional::isPresent)
			.map((found) -> new Quickstart(process, found.group(1)))
			.orElseThrow();
	}

	private static Optional<MatchResult> started(Process process, Path log) throws IOException {
		String output = Files.readString(log);
		assertThat(process.isAlive()).as(output).isTrue();
		return STARTED.matcher(output).results().findFirst();
	}

	/**
	 * A running quickstart.
	 */
	private record Quickstart(Process process, RestClient client) {

		Quickstart(Process process, String port) {
			this(process, RestClient.create("http://localhost:" + port));
		}

		String send(String subject) {
			return this.client.post()
				.uri("/send")
				.contentType(MediaType.APPLICATION_JSON)
				.body("""
						{"from": "hello@acme.example", "to": "reader@example.com", "subject": "%s", "text": "Hello"}"""
					.formatted(subject))
				.retrieve()
				.body(String.class);
		}

		String emails() {
			return this.client.get().uri("/emails").retrieve().body(String.class);
		}

		void kill() throws InterruptedException {
			this.process.destroyForcibly().waitFor();
		}

	}

}
