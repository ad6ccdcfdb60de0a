package dev.sendpost.samples.platform;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link PlatformApplication}: what it prints works.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlatformApplicationTests {

	private static final Pattern CALL = Pattern
		.compile("curl (http\\S+) (.+) -H 'Content-Type: application/json' -d '([^']+)'");

	private static final Pattern ACCOUNT_CALL = Pattern.compile("curl (http\\S+) -H 'X-Account-ApiKey: ([^']+)'");

	private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");

	private static final Pattern LOGIN = Pattern.compile("-u '([^']+)'");

	private static final Pattern SUBMISSION = Pattern.compile(
			"printf '([^']+)' \\| curl smtp://localhost:(\\d+) .*--user '([^:]+):([^']+)' --mail-from (\\S+) --mail-rcpt (\\S+) ");

	private static final Pattern CLIENTS = Pattern
		.compile("BASE_URL=(\\S+) KEY=(\\S+) LIST_ID=(\\S+) SMTP_PORT=(\\S+) (\\S+)");

	private static String welcome;

	private static String welcomeBefore;

	private static ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start(@TempDir Path folder, CapturedOutput output) throws IOException {
		start(folder).close();
		welcomeBefore = output.getOut();
		context = start(folder);
		welcome = output.getOut().substring(welcomeBefore.length());
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void eachCallThatIsPrintedSendsMail() throws Exception {
		List<MatchResult> calls = CALL.matcher(welcome).results().toList();
		assertThat(calls).extracting((call) -> URI.create(call.group(1)).getPath())
			.contains("/api/v1/emails", "/api/v1/subaccount/email/", "/v1/emails", "/v1/smtp/email", "/api/smtp");
		for (MatchResult call : calls) {
			long before = sent();
			assertThat(post(call).statusCode()).as(call.group()).isBetween(200, 299);
			awaitSent(before + 1);
		}
	}

	@Test
	void theCallForTheAccountListsSubAccounts() throws Exception {
		MatchResult call = find(ACCOUNT_CALL, welcome);
		HttpRequest request = HttpRequest.newBuilder(URI.create(call.group(1)))
			.header("X-Account-ApiKey", call.group(2))
			.build();
		HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("default");
	}

	@Test
	void theSubmissionThatIsPrintedSendsMail() throws Exception {
		long before = sent();
		submit(find(SUBMISSION, welcome), find(SUBMISSION, welcome).group(4), "true");
		awaitSent(before + 1);
	}

	@Test
	void theRelayTakesNothingInTheClear() {
		assertThatExceptionOfType(MessagingException.class)
			.isThrownBy(() -> submit(find(SUBMISSION, welcome), find(SUBMISSION, welcome).group(4), "false"))
			.withMessageContaining("Issue STARTTLS first");
	}

	@Test
	void theKeyOfTheStartBeforeIsNotGoodAnyMore() throws Exception {
		MatchResult current = find(CALL, welcome);
		MatchResult before = find(CALL, welcomeBefore);
		HttpRequest.Builder request = request(current);
		header(before).forEach((header) -> request.setHeader(header.group(1), header.group(2)));
		assertThat(this.client.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
		assertThat(post(current).statusCode()).isEqualTo(200);
		assertThatExceptionOfType(AuthenticationFailedException.class)
			.isThrownBy(() -> submit(find(SUBMISSION, welcome), find(SUBMISSION, welcomeBefore).group(4), "true"));
	}

	@Test
	void theExamplesOfTheServicesWork() throws Exception {
		assumeTrue(isThere("bash") && isThere("curl"), "bash or curl is missing, so the examples cannot be run");
		MatchResult clients = find(CLIENTS, welcome);
		ProcessBuilder run = new ProcessBuilder("bash", "clients/run").redirectErrorStream(true);
		run.environment().put("BASE_URL", clients.group(1));
		run.environment().put("KEY", clients.group(2));
		run.environment().put("LIST_ID", clients.group(3));
		run.environment().put("SMTP_PORT", clients.group(4));
		run.environment().put("WEBHOOK_PORT", Integer.toString(freePort()));
		Process process = run.start();
		process.getOutputStream().close();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		System.out.println(printed);
		assertThat(process.waitFor()).as(printed).isZero();
		assertThat(printed).contains("ok       email-api/send.sh", "ok       sendtrue/send.sh",
				"ok       smtp-mailer/send.sh");
		if (isThere("python3")) {
			assertThat(printed).contains("ok       sendpost/smtp.py", "ok       sendry/smtp.py");
		}
		if (isThere("node")) {
			assertThat(printed).contains("ok       smtp-mailer/send.mjs", "ok       email-api/verify-webhook.cjs");
		}
	}

	private void awaitSent(long count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(sent()).isGreaterThanOrEqualTo(count));
	}

	private long sent() {
		return context.getBean(MailGateway.class).count(EmailSearch.all().status(EmailStatus.SENT), 1000);
	}

	private HttpResponse<String> post(MatchResult call) throws IOException, InterruptedException {
		return this.client.send(request(call).build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(MatchResult call) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(call.group(1)))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(call.group(3)));
		header(call).forEach((header) -> request.header(header.group(1), header.group(2)));
		Matcher login = LOGIN.matcher(call.group(2));
		if (login.find()) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(login.group(1).getBytes(StandardCharsets.UTF_8)));
		}
		return request;
	}

	private static Stream<MatchResult> header(MatchResult call) {
		return HEADER.matcher(call.group(2)).results();
	}

	private static void submit(MatchResult submission, String key, String startTls) throws MessagingException {
		Properties properties = new Properties();
		properties.put("mail.smtp.starttls.enable", startTls);
		properties.put("mail.smtp.ssl.trust", "localhost");
		properties.put("mail.smtp.auth", "true");
		properties.put("mail.smtp.from", submission.group(5));
		Session session = Session.getInstance(properties);
		String text = submission.group(1).replace("\\r\\n", "\r\n");
		MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
		try (Transport transport = session.getTransport("smtp")) {
			transport.connect("localhost", Integer.parseInt(submission.group(2)), submission.group(3), key);
			transport.sendMessage(message, InternetAddress.parse(submission.group(6)));
		}
	}

	private static MatchResult find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
		return matcher.toMatchResult();
	}

	private static boolean isThere(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static ConfigurableApplicationContext start(Path folder) throws IOException {
		return new SpringApplicationBuilder(PlatformApplication.class).run("--server.port=0",
				"--sendpost.doors.smtp-relay.port=" + freePort(),
				"--spring.datasource.url=jdbc:h2:file:" + folder.resolve("platform"));
	}

}
