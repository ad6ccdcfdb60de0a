package dev.sendpost.webhook.inbound.mvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.webhook.inbound.WebhookDeliveries;
import dev.sendpost.webhook.inbound.WebhookDeliveryState;
import dev.sendpost.webhook.inbound.WebhookReceiver;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookEndpoint}, over HTTP.
 */
class WebhookEndpointTests {

	private static final String SECRET = "s3cr3t-of-the-webhook";

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void reportsArriveInTheLog() throws Exception {
		start(Application.class);
		Receipt receipt = send();
		String body = delivered(receipt.messageId());
		assertThat(post("/webhooks/email/acme", body).statusCode()).isEqualTo(200);
		awaitDelivered(receipt.id());
		HttpResponse<String> again = post("/webhooks/email/acme", body);
		assertThat(again.statusCode()).as("a replay").isEqualTo(200);
		assertThat(again.body()).isEmpty();
		assertThat(this.context.getBean(WebhookDeliveries.class).count())
			.containsExactly(Map.entry(WebhookDeliveryState.RECORDED, 1L));
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.context.getBean(MeterRegistry.class)
				.counter("sendpost.webhooks.events", "source", "acme", "result", "recorded")
				.count()).isEqualTo(1));
	}

	@Test
	void whatIsNotBelievedIsRefusedAndNotKept() throws Exception {
		start(Application.class);
		String body = delivered("<x@acme.example>");
		HttpResponse<String> wrong = post("/webhooks/email/acme", body, "X-Webhook-Signature", sign(body + " "));
		assertProblem(wrong, 401, "wrong-signature");
		assertProblem(post("/webhooks/email/acme", body, "X-Other", "x"), 400, "missing");
		assertProblem(post("/webhooks/email/acme", body, "X-Webhook-Signature", "zz"), 400, "malformed");
		assertProblem(post("/webhooks/email/acme", body, "X-Webhook-Signature", sign(body), "X-Webhook-Signature",
				sign(body)), 400, "ambiguous");
		assertThat(this.context.getBean(WebhookDeliveries.class).count()).isEmpty();
	}

	@Test
	void bodiesAreBounded() throws Exception {
		start(Application.class, "sendpost.webhooks.max-body-size=1KB");
		String fits = "{\"x\":\"" + "y".repeat(1016) + "\"}";
		assertThat(fits).hasSize(1024);
		assertThat(post("/webhooks/email/acme", fits).statusCode()).isEqualTo(200);
		assertProblem(post("/webhooks/email/acme", fits + " "), 413, "too-large");
		HttpRequest chunked = HttpRequest.newBuilder(uri("/webhooks/email/acme"))
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1_000_000])))
			.build();
		assertThat(this.client.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
	}

	@Test
	void aBodyThatDoesNotComeInTimeIsNotWaitedFor() throws Exception {
		start(WithoutPatience.class);
		try (Socket socket = new Socket("127.0.0.1", port())) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write(("POST /impatient HTTP/1.1\r\nHost: localhost\r\nX-Webhook-Signature: " + sign("{}")
					+ "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
			// The server goes on to wait for the rest, and does not hang up before it is
			// here.
			InputStream in = socket.getInputStream();
			StringBuilder answer = new StringBuilder();
			for (int octet = in.read(); octet >= 0 && octet != '}'; octet = in.read()) {
				answer.append((char) octet);
			}
			assertThat(answer.toString()).startsWith("HTTP/1.1 408").contains("\"reason\":\"too-slow\"");
		}
		assertThat(this.context.getBean(MeterRegistry.class)
			.counter("sendpost.webhooks.refused", "source", "acme", "reason", "too-slow")
			.count()).isEqualTo(1);
		assertThat(this.context.getBean(WebhookDeliveries.class).count()).isEmpty();
	}

	@Test
	void onlyPostIsThere() throws Exception {
		start(Application.class);
		for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
			HttpResponse<String> response = this.client.send(
					HttpRequest.newBuilder(uri("/webhooks/email/acme")).method(method, BodyPublishers.noBody()).build(),
					BodyHandlers.ofString());
			assertThat(response.statusCode()).as(method).isEqualTo(405);
			assertThat(response.headers().firstValue("Allow")).hasValue("POST");
		}
	}

	@Test
	void aSourceWithoutEndpointIsAsUnknownAsOneThatIsNone() throws Exception {
		start(Application.class, "sendpost.webhooks.sources.own.provider=generic",
				"sendpost.webhooks.sources.own.secrets=" + SECRET, "sendpost.webhooks.sources.own.endpoint=false");
		HttpResponse<String> own = post("/webhooks/email/own", "{}");
		HttpResponse<String> nobody = post("/webhooks/email/nobody", "{}");
		assertThat(own.statusCode()).isEqualTo(404);
		assertThat(nobody.statusCode()).isEqualTo(404);
		assertThat(own.body().replace("own", "").replaceAll("\"timestamp\":\"[^\"]*\"", ""))
			.isEqualTo(nobody.body().replace("nobody", "").replaceAll("\"timestamp\":\"[^\"]*\"", ""));
		assertThat(post("/webhooks/email/acme/more", "{}").statusCode()).isEqualTo(404);
		assertThat(post("/webhooks/email", "{}").statusCode()).isEqualTo(404);
	}

	@Test
	void aControllerOfTheApplicationMayBeBelowTheSamePath() throws Exception {
		start(WithController.class);
		assertThat(post("/webhooks/email/mine", "{}").body()).isEqualTo("mine");
		assertThat(post("/webhooks/email/acme", "{}").body()).isEmpty();
	}

	@Test
	void anyContentTypeIsTaken() throws Exception {
		start(Application.class);
		for (String type : List.of("text/plain; charset=UTF-8", "application/json", "application/cloudevents+json",
				"application/octet-stream")) {
			String body = "{\"type\":\"" + type + "\"}";
			HttpResponse<String> response = post("/webhooks/email/acme", body, "X-Webhook-Signature", sign(body),
					"Content-Type", type);
			assertThat(response.statusCode()).as(type).isEqualTo(200);
		}
	}

	@Test
	void behindAContextPathAndAServletPath() throws Exception {
		start(WithSecurity.class, "server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc",
				"sendpost.webhooks.base-path=/hooks");
		assertThat(post("/app/mvc/hooks/acme", "{}").statusCode()).isEqualTo(200);
		assertThat(post("/app/hooks/acme", "{}").statusCode()).isIn(401, 403, 404);
	}

	@Test
	void bootsOwnSecurityStaysOnForOtherPaths() throws Exception {
		start(WithSecurity.class);
		assertThat(post("/webhooks/email/acme", "{}").statusCode()).isEqualTo(200);
		assertThat(this.context.getBeansOfType(SecurityFilterChain.class)).hasSize(1);
		for (String path : List.of("/", "/webhooks/email", "/webhooks/email/other", "/webhooks/email/acme/x",
				"/mine")) {
			assertThat(post(path, "{}").statusCode()).as(path).isIn(401, 403);
		}
		HttpResponse<String> get = this.client.send(HttpRequest.newBuilder(uri("/mine")).GET().build(),
				BodyHandlers.ofString());
		assertThat(get.statusCode()).isIn(302, 401);
	}

	@Test
	void theApplicationsOwnSecurityStaysOnForOtherPaths() throws Exception {
		start(WithOwnChain.class);
		assertThat(post("/webhooks/email/acme", "{}").statusCode()).isEqualTo(200);
		assertThat(post("/mine", "{}").statusCode()).isIn(401, 403);
		assertThat(this.context.getBeansOfType(SecurityFilterChain.class)).containsOnlyKeys("own");
	}

	@Test
	void whatCannotBeKeptIsAskedForAgain() throws Exception {
		start(Application.class);
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		jdbc.execute("alter table sendpost_received_webhook rename to gone");
		HttpResponse<String> response = post("/webhooks/email/acme", "{}");
		assertProblem(response, 503, "unavailable");
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
		assertThat(response.body()).doesNotContain("sendpost_webhook");
		jdbc.execute("alter table gone rename to sendpost_received_webhook");
		assertThat(post("/webhooks/email/acme", "{}").statusCode()).isEqualTo(200);
		assertThat(this.context.getBean(WebhookDeliveries.class).count()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /webhooks/email/acme?a=%zz HTTP/1.1", "POST /webhooks/email/acme?a=b|c HTTP/1.1",
			"POST /webhooks/email/%61cme HTTP/1.1", "POST /webhooks/email/acme;x=y HTTP/1.1" })
	void strangeRequestsAreAnswered(String line) throws Exception {
		start(Application.class);
		try (Socket socket = new Socket("127.0.0.1", port())) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write((line + "\r\nHost: localhost\r\nX-Webhook-Signature: " + sign("{}")
					+ "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
				.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
			String status = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(status).matches("(?s)HTTP/1.1 (200|400|404).*");
		}
	}

	private void start(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
				"sendpost.webhooks.sources.acme.provider=generic", "sendpost.webhooks.sources.acme.secrets=" + SECRET,
				"sendpost.webhooks.sources.acme.mapping.type=/type",
				"sendpost.webhooks.sources.acme.mapping.types.arrived=delivered",
				"sendpost.webhooks.sources.acme.mapping.message-id=/id",
				"sendpost.webhooks.sources.acme.mapping.recipient=/to", "sendpost.outbox.poll-interval=50ms"));
		all.addAll(List.of(properties));
		this.context = new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET)
			.properties(all.toArray(String[]::new))
			.run();
		assertThat(this.context.getBeansOfType(WebhookReceiver.class)).hasSize(1);
	}

	private int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + port() + path);
	}

	private Receipt send() {
		MailGateway gateway = this.context.getBean(MailGateway.class);
		Receipt receipt = gateway.send(
				Email.builder().from("shop@acme.example").to("ann@example.com").subject("Hello").text("World").build());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> gateway.find(receipt.id()).orElseThrow().status() == EmailStatus.SENT);
		return receipt;
	}

	private void awaitDelivered(UUID id) {
		MailGateway gateway = this.context.getBean(MailGateway.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> gateway.find(id).orElseThrow().status() == EmailStatus.DELIVERED);
	}

	private static String delivered(String messageId) {
		return "{\"type\":\"arrived\",\"id\":\"" + messageId + "\",\"to\":\"ann@example.com\"}";
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return post(path, body, "X-Webhook-Signature", sign(body));
	}

	private HttpResponse<String> post(String path, String body, String... headers)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.timeout(Duration.ofSeconds(20))
			.headers(headers)
			.POST(BodyPublishers.ofString(body))
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private static void assertProblem(HttpResponse<String> response, int status, String reason) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status, "\"reason\":\"" + reason + "\"")
			.doesNotContain(SECRET);
	}

	private static String sign(String body) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
			SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			ManagementWebSecurityAutoConfiguration.class })
	static class Application {

	}

	/**
	 * With an endpoint for which a minute goes by between one look at the clock and the
	 * next.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class WithoutPatience {

		@Bean
		SimpleUrlHandlerMapping impatient(WebhookReceiver receiver, WebhookRefusals refusals,
				ObjectProvider<RequestMappingHandlerAdapter> adapters) {
			AtomicLong now = new AtomicLong();
			WebhookReader reader = new WebhookReader(1024, () -> now.addAndGet(Duration.ofMinutes(1).toNanos()));
			return new SimpleUrlHandlerMapping(
					Map.of("/impatient", new WebhookEndpoint("acme", receiver, refusals, reader, adapters)), -1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
			SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			ManagementWebSecurityAutoConfiguration.class })
	static class WithController {

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	static class WithSecurity {

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	static class WithOwnChain {

		@Bean
		Controller controller() {
			return new Controller();
		}

		@Bean
		SecurityFilterChain own(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()).build();
		}

	}

	@RestController
	static class Controller {

		@PostMapping({ "/webhooks/email/mine", "/mine", "/{*all}" })
		String mine() {
			return "mine";
		}

	}

}
