package dev.sendpost.samples.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlatformApplication}: what it prints works.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlatformApplicationTests {

	private static final Pattern CALL = Pattern
		.compile("curl (\\S+) -H '([^:]+): ([^']+)' -H 'Content-Type: application/json' -d '([^']+)'");

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path folder;

	@Test
	void eachCallThatIsPrintedSendsMail(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			List<MatchResult> calls = CALL.matcher(output).results().toList();
			assertThat(calls).hasSize(2);
			for (MatchResult call : calls) {
				assertThat(post(call).statusCode()).as(call.group()).isBetween(200, 299);
			}
			MailGateway gateway = context.getBean(MailGateway.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(gateway.search(EmailSearch.all().status(EmailStatus.SENT)).emails())
					.hasSize(2));
		}
	}

	@Test
	void theKeyOfTheStartBeforeIsNotGoodAnyMore(CapturedOutput output) throws Exception {
		start().close();
		Matcher first = CALL.matcher(output);
		assertThat(first.find()).isTrue();
		String key = first.group(3);
		try (ConfigurableApplicationContext context = start()) {
			List<MatchResult> calls = CALL.matcher(output).results().toList();
			MatchResult current = calls.get(calls.size() - 1);
			HttpRequest request = HttpRequest.newBuilder(URI.create(current.group(1)))
				.header("Content-Type", "application/json")
				.header(current.group(2), key.replace("Bearer ", ""))
				.POST(BodyPublishers.ofString(current.group(4)))
				.build();
			assertThat(this.client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
			assertThat(post(current).statusCode()).isEqualTo(200);
		}
	}

	private HttpResponse<String> post(MatchResult call) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(call.group(1)))
			.header("Content-Type", "application/json")
			.header(call.group(2), call.group(3))
			.POST(BodyPublishers.ofString(call.group(4)))
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(PlatformApplication.class).run("--server.port=0",
				"--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("platform"));
	}

}
