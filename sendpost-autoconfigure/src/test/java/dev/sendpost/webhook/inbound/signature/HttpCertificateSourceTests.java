package dev.sendpost.webhook.inbound.signature;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link HttpCertificateSource}.
 */
class HttpCertificateSourceTests {

	private final HttpCertificateSource source = new HttpCertificateSource();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void aTextIsFetched() throws IOException {
		URI url = serve("/a.pem", (exchange) -> {
			byte[] text = "a certificate".getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(200, text.length);
			exchange.getResponseBody().write(text);
			exchange.close();
		});
		assertThat(this.source.fetch(url)).asString().isEqualTo("a certificate");
	}

	@Test
	void redirectsAreNotFollowed() {
		AtomicInteger followed = new AtomicInteger();
		serve("/other", (exchange) -> {
			followed.incrementAndGet();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		URI url = serve("/a.pem", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/other");
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		assertThatIOException().isThrownBy(() -> this.source.fetch(url)).withMessageContaining("302");
		assertThat(followed).hasValue(0);
	}

	@Test
	void noMoreIsReadThanACertificateMayHave() {
		URI url = serve("/a.pem", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try (exchange) {
				byte[] some = new byte[64 * 1024];
				for (int i = 0; i < 10_000; i++) {
					exchange.getResponseBody().write(some);
				}
			}
		});
		assertThatIOException().isThrownBy(() -> this.source.fetch(url)).withMessageContaining("65536 octets");
	}

	@Test
	void whoCannotBeReachedIsAFault() {
		URI url = serve("/a.pem", (exchange) -> exchange.close());
		this.server.stop(0);
		assertThatIOException().isThrownBy(() -> this.source.fetch(url));
	}

	private URI serve(String path, HttpHandler handler) {
		this.server.createContext(path, handler);
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + path);
	}

}
