package dev.sendpost.transport.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.transport.TransportCredentials;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link HttpApi} against a server that speaks HTTP/2 with TLS and allows few streams at
 * a time.
 */
class Http2Tests {

	private static final int STREAMS = 3;

	private static final ApiKey KEY = ApiKey.of("key");

	private final Queue<String> protocols = new ConcurrentLinkedQueue<>();

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger mostInside = new AtomicInteger();

	private final Semaphore entered = new Semaphore(0);

	private final Semaphore answers = new Semaphore(0);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Vertx vertx = Vertx.vertx();

	private HttpServer server;

	@BeforeEach
	void start() throws Exception {
		HttpServerOptions options = new HttpServerOptions().setSsl(true)
			.setUseAlpn(true)
			.setKeyCertOptions(new PfxOptions()
				.setPath(TestCertificates.keyStorePath(TestCertificates.Kind.VALID).toAbsolutePath().toString())
				.setPassword(TestCertificates.PASSWORD))
			.setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS));
		this.server = this.vertx.createHttpServer(options)
			.requestHandler(this::receive)
			.listen(0, "127.0.0.1")
			.toCompletionStage()
			.toCompletableFuture()
			.get(20, TimeUnit.SECONDS);
	}

	@AfterEach
	void stop() throws Exception {
		this.threads.shutdownNow();
		this.vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
	}

	/*
	 * Answers when the test says so.
	 */
	private void receive(HttpServerRequest request) {
		this.protocols.add(request.version().name());
		this.mostInside.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		this.entered.release();
		this.threads.submit(() -> {
			this.answers.acquire();
			this.inside.decrementAndGet();
			return request.response().putHeader("Content-Type", "application/json").end("{}");
		});
	}

	@Test
	void moreRequestsThanTheServerAllowsWaitForEachOther() throws Exception {
		HttpApi api = api(50);
		this.answers.release(1);
		assertThat(post(api).isSuccess()).isTrue();
		List<Future<ApiAnswer>> requests = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			requests.add(this.threads.submit(() -> post(api)));
		}
		assertThat(this.entered.tryAcquire(1 + STREAMS, 20, TimeUnit.SECONDS)).isTrue();
		this.answers.release(20);
		for (Future<ApiAnswer> request : requests) {
			assertThat(request.get(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		}
		assertThat(this.protocols).hasSize(21).containsOnly("HTTP_2");
		assertThat(this.mostInside).hasValue(STREAMS);
	}

	@Test
	void noMoreRequestsAreMadeThanTheTransportAllows() throws Exception {
		HttpApi api = api(2);
		List<Future<ApiAnswer>> requests = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			requests.add(this.threads.submit(() -> post(api)));
		}
		assertThat(this.entered.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
		this.answers.release(6);
		for (Future<ApiAnswer> request : requests) {
			assertThat(request.get(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		}
		assertThat(this.mostInside).hasValue(2);
	}

	@Test
	void theLastSlotIsNotLost() throws Exception {
		RequestSlots slots = new RequestSlots(2);
		assertThat(slots.take(Duration.ZERO)).isTrue();
		assertThat(slots.take(Duration.ZERO)).isTrue();
		assertThat(slots.take(Duration.ZERO)).isFalse();
		assertThat(slots.lose()).isTrue();
		assertThat(slots.take(Duration.ZERO)).isFalse();
		assertThat(slots.lose()).isFalse();
		assertThat(slots.take(Duration.ZERO)).isTrue();
	}

	private HttpApi api(int maxConcurrentRequests) {
		URI uri = URI.create("https://127.0.0.1:" + this.server.actualPort());
		return new HttpApi("api", new HttpApiSettings(uri, KEY, Duration.ofSeconds(10), Duration.ofSeconds(30), null,
				maxConcurrentRequests, TestCertificates.client()), TransportCredentials.NONE);
	}

	private static ApiAnswer post(HttpApi api) {
		return api.post(ApiRequest.post("/send", KEY, (json) -> {
			json.writeStartObject();
			json.writeEndObject();
		}));
	}

}
