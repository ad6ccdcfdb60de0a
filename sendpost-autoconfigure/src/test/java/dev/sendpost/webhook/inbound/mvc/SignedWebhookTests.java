package dev.sendpost.webhook.inbound.mvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.autoconfigure.SendpostSignedWebhookAutoConfiguration;
import dev.sendpost.autoconfigure.SendpostWebhookVerificationAutoConfiguration;
import dev.sendpost.webhook.inbound.signature.ReplayGuard;
import dev.sendpost.webhook.inbound.signature.SignedExample;
import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link SignedWebhook} in an application with a real server.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sendpost.webhooks.max-body-size=10KB",
				"sendpost.webhooks.sources.shop.provider=generic",
				"sendpost.webhooks.sources.shop.secrets=old-secret,hunter2-key-of-the-source",
				"sendpost.webhooks.sources.mandrill.provider=mandrill",
				"sendpost.webhooks.sources.mandrill.secrets=hunter2-key-of-the-source",
				"sendpost.webhooks.sources.mandrill.url=https://shop.example/webhooks/mandrill",
				"sendpost.webhooks.sources.standard.provider=standard-webhooks",
				"sendpost.webhooks.sources.standard.secrets=whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSY=" })
class SignedWebhookTests {

	private static final String SECRET = "hunter2-key-of-the-source";

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private Webhooks webhooks;

	@BeforeEach
	void forget() {
		this.webhooks.seen.clear();
		this.webhooks.failures.set(0);
		this.webhooks.entered.drainPermits();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/bytes", "/text", "/record", "/map", "/entity", "/stream", "/reader", "/async",
			"/deferred", "/future" })
	void aBodyIsReadInAnyForm(String path) throws Exception {
		String body = body();
		assertThat(post(path, body, sign(body)).statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).singleElement().asString().contains("bücher");
	}

	@Test
	void aMethodNeedNotLookAtTheBody() throws Exception {
		String body = body();
		assertThat(post("/nothing", body, sign(body)).statusCode()).isEqualTo(200);
		assertThat(post("/nothing", body(), sign(body)).statusCode()).isEqualTo(401);
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@Test
	void aFormIsReadByItsParameters() throws Exception {
		SignedExample example = SignedExample.named("Mandrill");
		HttpRequest request = request("/form?from=query").header("Content-Type", "application/x-www-form-urlencoded")
			.header("X-Mandrill-Signature", example.headers().get("X-Mandrill-Signature"))
			.POST(BodyPublishers.ofString(example.body()))
			.build();
		assertThat(send(request).statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).containsExactly("[{\"event\":\"send\",\"msg\":{\"_id\":\"1\"}}] x & y query");
		assertThat(send(request).statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/formMap", "/formText" })
	void aFormIsReadAsABody(String path) throws Exception {
		String body = "a=1&b=x+%26+y&id=" + UUID.randomUUID();
		HttpRequest request = request(path).header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
			.header("X-Webhook-Signature", sign(body))
			.POST(BodyPublishers.ofString(body))
			.build();
		assertThat(send(request).statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).singleElement().asString().containsAnyOf("b=x+%26+y", "b=[x & y]");
	}

	@Test
	void whatCannotBeBelievedIsToldWhy() throws Exception {
		String body = body();
		HttpResponse<String> answer = post("/text", body, sign(body + " "));
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		JsonNode problem = JsonMapper.shared().readTree(answer.body());
		assertThat(problem.path("status").asInt()).isEqualTo(401);
		assertThat(problem.path("title").asString()).isEqualTo("Unauthorized");
		assertThat(problem.path("reason").asString()).isEqualTo("wrong-signature");
		assertThat(problem.path("detail").asString()).startsWith("The webhook is refused: the signature is not that");
		assertThat(answer.body()).doesNotContain(SECRET, sign(body));
		assertThat(this.webhooks.seen).isEmpty();
	}

	@Test
	void whatIsMissingOrHasNotItsFormIsABadRequest() throws Exception {
		String body = body();
		assertProblem(400, "missing", send(request("/text").POST(BodyPublishers.ofString(body)).build()));
		assertProblem(400, "malformed", post("/text", body, "no signature"));
		assertProblem(400, "ambiguous",
				send(request("/text").header("X-Webhook-Signature", sign(body))
					.header("x-webhook-signature", sign(body))
					.POST(BodyPublishers.ofString(body))
					.build()));
		assertProblem(400, "malformed",
				send(request("/text").header("X-Webhook-Signature", "a".repeat(5000))
					.POST(BodyPublishers.noBody())
					.build()));
		assertThat(this.webhooks.seen).isEmpty();
	}

	@Test
	void timeIsBounded() throws Exception {
		SignedExample example = SignedExample.named("Standard Webhooks");
		HttpRequest.Builder request = request("/standard").POST(BodyPublishers.ofString(example.body()));
		example.headers().forEach(request::header);
		assertProblem(401, "too-old", send(request.build()));
	}

	@Test
	void aBodyThatIsTooLargeIsNotRead() throws Exception {
		String fits = "x".repeat(10 * 1024 - 36) + UUID.randomUUID();
		String large = fits + "x";
		assertThat(post("/text", fits, sign(fits)).statusCode()).isEqualTo(200);
		assertProblem(413, "too-large", post("/text", large, sign(large)));
		assertProblem(413, "too-large", chunked("/text", large, sign(large)));
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@Test
	void aBodyOfUnknownLengthIsRead() throws Exception {
		String body = body();
		assertThat(chunked("/record", body, sign(body)).statusCode()).isEqualTo(200);
		assertThat(chunked("/record", body(), sign(body)).statusCode()).isEqualTo(401);
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@Test
	void aCopyIsAnsweredAndNotProcessed() throws Exception {
		String body = body();
		post("/text", body, sign(body));
		HttpResponse<String> answer = post("/bytes", body, sign(body));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/waiting", "/waitingDeferred" })
	void aCopyOfWhatIsBeingProcessedIsToComeAgain(String path) throws Exception {
		for (int failures = 0; failures <= 1; failures++) {
			this.webhooks.failures.set(failures);
			CountDownLatch gate = new CountDownLatch(1);
			this.webhooks.gate = gate;
			String body = body();
			CompletableFuture<HttpResponse<String>> first = this.client
				.sendAsync(request(path).header("X-Webhook-Signature", sign(body))
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString(body))
					.build(), BodyHandlers.ofString());
			assertThat(this.webhooks.entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
			HttpResponse<String> copy = post(path, body, sign(body));
			assertProblem(503, "in-progress", copy);
			assertThat(copy.headers().firstValue("Retry-After")).hasValue("60");
			assertThat(this.webhooks.seen).isEmpty();
			gate.countDown();
			assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo((failures == 0) ? 200 : 500);
			Awaitility.await().until(() -> post(path, body, sign(body)).statusCode() == 200);
			assertThat(this.webhooks.seen).hasSize(1);
			forget();
		}
	}

	@Test
	void aFormWithTooManyParametersIsABadRequestOnceItIsBelieved() throws Exception {
		String fits = "a=1&".repeat(960) + "id=" + UUID.randomUUID();
		String body = "a=1&".repeat(1000) + "id=" + UUID.randomUUID();
		assertThat(form(fits, sign(fits)).statusCode()).isEqualTo(200);
		assertProblem(401, "wrong-signature", form(body, sign(fits)));
		assertProblem(400, "too-many-parameters", form(body, sign(body)));
		assertProblem(400, "too-many-parameters", form(body, sign(body)));
		assertThat(this.webhooks.seen).hasSize(1);
	}

	private HttpResponse<String> form(String body, String signature) throws Exception {
		return send(request("/nothing").header("Content-Type", "application/x-www-form-urlencoded")
			.header("X-Webhook-Signature", signature)
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	@Test
	void aReleaseThatFailsHidesNothing() throws Exception {
		assertThat(post("/unreleasable", "{}", "anything").statusCode()).isEqualTo(409);
		assertThat(this.webhooks.seen).containsExactly("released");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/throwing", "/declined", "/unavailable", "/throwingAsync", "/throwingDeferred",
			"/throwingFuture", "/unavailableFuture" })
	void whatCouldNotBeProcessedMayComeAgain(String path) throws Exception {
		this.webhooks.failures.set(1);
		String body = body();
		assertThat(post(path, body, sign(body)).statusCode()).isGreaterThanOrEqualTo(400);
		assertThat(this.webhooks.seen).isEmpty();
		assertThat(post(path, body, sign(body)).statusCode()).isEqualTo(200);
		assertThat(post(path, body, sign(body)).statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@Test
	void whatIsAnsweredByAnotherThreadEndsWithItsAnswer() throws Exception {
		this.webhooks.failures.set(1);
		String body = body();
		assertThat(post("/completing", body, sign(body)).statusCode()).isEqualTo(500);
		assertThat(this.webhooks.seen).isEmpty();
		Awaitility.await().until(() -> post("/completing", body, sign(body)).statusCode() == 202);
		Awaitility.await().until(() -> post("/completing", body, sign(body)).statusCode() == 200);
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@Test
	void aBodyThatIsNotReadableForTheMethodMayComeAgain() throws Exception {
		String body = "no JSON " + UUID.randomUUID();
		assertThat(post("/record", body, sign(body)).statusCode()).isEqualTo(400);
		assertThat(post("/text", body, sign(body)).statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).hasSize(1);
	}

	@Test
	void otherMethodsAreAsTheyWere() throws Exception {
		assertThat(send(request("/open").POST(BodyPublishers.ofString("x".repeat(100_000))).build()).statusCode())
			.isEqualTo(200);
	}

	@Test
	void aBodyThatWasReadBeforeIsNeverPassedOn() throws Exception {
		String boundary = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbücher\r\n--b--\r\n";
		HttpRequest request = request("/nothing").header("X-Webhook-Signature", sign(""))
			.header("Content-Type", "multipart/form-data; boundary=b")
			.POST(BodyPublishers.ofString(boundary))
			.build();
		assertThat(send(request).statusCode()).isEqualTo(500);
		assertThat(this.webhooks.seen).isEmpty();
	}

	@Test
	void aSourceMayBeABean() throws Exception {
		assertThat(post("/bean", "anything", "anything").statusCode()).isEqualTo(200);
		assertThat(this.webhooks.seen).containsExactly("key of anything");
	}

	private static void assertProblem(int status, String reason, HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(JsonMapper.shared().readTree(answer.body()).path("reason").asString()).isEqualTo(reason);
	}

	private static String body() {
		return "{\"type\": \"bücher\", \"id\": \"" + UUID.randomUUID() + "\"}";
	}

	private static String sign(String body) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
	}

	private HttpResponse<String> post(String path, String body, String signature) throws Exception {
		return send(request(path).header("X-Webhook-Signature", signature)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	private HttpResponse<String> chunked(String path, String body, String signature) throws Exception {
		return send(request(path).header("X-Webhook-Signature", signature)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
			.build());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return this.client.send(request, BodyHandlers.ofString());
	}

	record Event(String type, String id) {

	}

	/**
	 * Methods of each kind.
	 */
	@RestController
	static class Webhooks {

		final List<Object> seen = new CopyOnWriteArrayList<>();

		final AtomicInteger failures = new AtomicInteger();

		final Semaphore entered = new Semaphore(0);

		volatile CountDownLatch gate = new CountDownLatch(0);

		@PostMapping("/bytes")
		@SignedWebhook("shop")
		void bytes(@RequestBody byte[] body) {
			this.seen.add(new String(body, StandardCharsets.UTF_8));
		}

		@PostMapping("/text")
		@SignedWebhook("shop")
		void text(@RequestBody String body, Verification verification) {
			assertThat(verification.replayKeys()).hasSize(2);
			this.seen.add(body);
		}

		@PostMapping("/record")
		@SignedWebhook("shop")
		void record(@RequestBody Event event) {
			this.seen.add(event);
		}

		@PostMapping("/map")
		@SignedWebhook("shop")
		void map(@RequestBody Map<String, Object> event) {
			this.seen.add(event);
		}

		@PostMapping("/entity")
		@SignedWebhook("shop")
		void entity(HttpEntity<byte[]> entity) {
			this.seen.add(new String(entity.getBody(), StandardCharsets.UTF_8));
		}

		@PostMapping("/stream")
		@SignedWebhook("shop")
		void stream(HttpServletRequest request) throws IOException {
			this.seen.add(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}

		@PostMapping("/reader")
		@SignedWebhook("shop")
		void reader(HttpServletRequest request) throws IOException {
			this.seen.add(request.getReader().lines().collect(Collectors.joining()));
		}

		@PostMapping("/async")
		@SignedWebhook("shop")
		Callable<String> async(@RequestBody Event event) {
			return () -> {
				this.seen.add(event);
				return "done";
			};
		}

		@PostMapping("/deferred")
		@SignedWebhook("shop")
		DeferredResult<String> deferred(@RequestBody Event event) {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> {
				this.seen.add(event);
				result.setResult("done");
			});
			return result;
		}

		@PostMapping("/future")
		@SignedWebhook("shop")
		CompletableFuture<String> future(@RequestBody Event event) {
			return CompletableFuture.supplyAsync(() -> {
				this.seen.add(event);
				return "done";
			});
		}

		@PostMapping("/nothing")
		@SignedWebhook("shop")
		void nothing() {
			this.seen.add("something");
		}

		@PostMapping("/form")
		@SignedWebhook("mandrill")
		void form(@RequestParam("mandrill_events") String events, @RequestParam("a_first") String first,
				@RequestParam String from) {
			this.seen.add(events + " " + first + " " + from);
		}

		@PostMapping("/formMap")
		@SignedWebhook("shop")
		void formMap(@RequestBody MultiValueMap<String, String> form) {
			this.seen.add(form);
		}

		@PostMapping("/formText")
		@SignedWebhook("shop")
		void formText(@RequestBody String form) {
			this.seen.add(form);
		}

		@PostMapping("/standard")
		@SignedWebhook("standard")
		void standard(@RequestBody String body) {
			this.seen.add(body);
		}

		@PostMapping("/bean")
		@SignedWebhook("a.bean")
		void bean(Verification verification) {
			this.seen.addAll(verification.replayKeys());
		}

		@PostMapping("/open")
		void open(@RequestBody byte[] body) {
			assertThat(body).hasSize(100_000);
		}

		@PostMapping("/unreleasable")
		@SignedWebhook("unreleasable")
		void unreleasable() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@PostMapping("/waiting")
		@SignedWebhook("shop")
		String waiting(@RequestBody Event event) throws InterruptedException {
			this.entered.release();
			assertThat(this.gate.await(20, TimeUnit.SECONDS)).isTrue();
			return process(event);
		}

		@PostMapping("/waitingDeferred")
		@SignedWebhook("shop")
		CompletableFuture<String> waitingDeferred(@RequestBody Event event) {
			CompletableFuture<String> result = new CompletableFuture<>();
			Thread waiting = new Thread(() -> {
				try {
					result.complete(waiting(event));
				}
				catch (InterruptedException | IllegalStateException ex) {
					result.completeExceptionally(ex);
				}
			});
			waiting.setDaemon(true);
			waiting.start();
			return result;
		}

		@PostMapping("/throwing")
		@SignedWebhook("shop")
		void throwing(@RequestBody Event event) {
			process(event);
		}

		@PostMapping("/declined")
		@SignedWebhook("shop")
		void declined(@RequestBody Event event) {
			try {
				process(event);
			}
			catch (IllegalStateException ex) {
				throw new ResponseStatusException(HttpStatus.CONFLICT);
			}
		}

		@PostMapping("/unavailable")
		@SignedWebhook("shop")
		ResponseEntity<String> unavailable(@RequestBody Event event) {
			try {
				process(event);
				return ResponseEntity.ok("done");
			}
			catch (IllegalStateException ex) {
				return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
			}
		}

		@PostMapping("/throwingAsync")
		@SignedWebhook("shop")
		Callable<String> throwingAsync(@RequestBody Event event) {
			return () -> process(event);
		}

		@PostMapping("/throwingDeferred")
		@SignedWebhook("shop")
		DeferredResult<String> throwingDeferred(@RequestBody Event event) {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> {
				try {
					result.setResult(process(event));
				}
				catch (IllegalStateException ex) {
					result.setErrorResult(ex);
				}
			});
			return result;
		}

		@PostMapping("/throwingFuture")
		@SignedWebhook("shop")
		CompletableFuture<String> throwingFuture(@RequestBody Event event) {
			return CompletableFuture.supplyAsync(() -> process(event));
		}

		@PostMapping("/completing")
		@SignedWebhook("shop")
		void completing(HttpServletRequest request, @RequestBody Event event) {
			AsyncContext context = request.startAsync();
			CompletableFuture.runAsync(() -> {
				HttpServletResponse response = (HttpServletResponse) context.getResponse();
				try {
					process(event);
					response.setStatus(202);
				}
				catch (IllegalStateException ex) {
					response.setStatus(500);
				}
				context.complete();
			});
		}

		@PostMapping("/unavailableFuture")
		@SignedWebhook("shop")
		CompletableFuture<ResponseEntity<String>> unavailableFuture(@RequestBody Event event) {
			return CompletableFuture.supplyAsync(() -> unavailable(event));
		}

		private String process(Event event) {
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("It cannot be processed now");
			}
			this.seen.add(event);
			return "done";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Webhooks.class)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, MultipartAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
			SendpostWebhookVerificationAutoConfiguration.class, SendpostSignedWebhookAutoConfiguration.class })
	static class Application {

		@Bean
		WebhookSource beanSource(ReplayGuard guard) {
			return new WebhookSource("a.bean",
					(request) -> new Verification("key of " + request.requiredHeader("X-Webhook-Signature"), null),
					guard, Clock.systemUTC());
		}

		@Bean
		WebhookSource unreleasableSource(Webhooks webhooks) {
			ReplayGuard guard = new ReplayGuard() {

				@Override
				public ClaimResult claim(String source, Collection<String> keys, Instant until) {
					throw new IllegalStateException();
				}

				@Override
				public void release(String source, Collection<String> keys) {
					throw new IllegalStateException();
				}

				@Override
				public ClaimResult begin(String source, Collection<String> keys, Instant expiry) {
					return ClaimResult.CLAIMED;
				}

				@Override
				public void finish(String source, Collection<String> keys, Instant until) {
					throw new IllegalStateException();
				}

				@Override
				public void abandon(String source, Collection<String> keys, Instant expiry) {
					webhooks.seen.add("released");
					throw new IllegalStateException("The database is gone");
				}

			};
			return new WebhookSource("unreleasable", (request) -> new Verification("key", null), guard,
					Clock.systemUTC());
		}

	}

}
