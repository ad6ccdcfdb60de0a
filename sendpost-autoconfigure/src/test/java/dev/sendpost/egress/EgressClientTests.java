package dev.sendpost.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.testsmtp.TestCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Requests over real connections.
 */
class EgressClientTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final StandInServer server = StandInServer.start();

	private final EgressGuard lenient = new EgressGuard(List.of(), List.of(IpNetwork.parse("127.0.0.0/8")),
			HostResolver.SYSTEM);

	private EgressClient client = client(this.lenient, SSLSocketFactory::getDefault);

	private static EgressClient client(EgressGuard guard, Supplier<SocketFactory> ssl) {
		return new EgressClient(guard, () -> (SSLSocketFactory) ssl.get(), TIMEOUT, TIMEOUT);
	}

	private void waitAtMost(Duration timeout) {
		this.client.close();
		this.client = new EgressClient(this.lenient, () -> (SSLSocketFactory) SSLSocketFactory.getDefault(), timeout,
				timeout);
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private static EgressRequest request(Object url) {
		return new EgressRequest(URI.create(url.toString()), Map.of("X-Signature", "abc"),
				"{\"a\":\"\u00e4\"}".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aDocumentIsPosted() throws IOException {
		this.server.will(HttpAction.json(202, "{\"ok\":true}"));
		EgressAnswer answer = this.client.post(request(this.server.uri() + "/hook/%C3%A4?x=1%202"));
		assertThat(answer).isEqualTo(new EgressAnswer(202, "{\"ok\":true}", null));
		ReceivedRequest received = this.server.request();
		assertThat(received.method()).isEqualTo("POST");
		assertThat(received.path()).isEqualTo("/hook/%C3%A4?x=1%202");
		assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + this.server.uri().getPort());
		assertThat(received.header("Content-Type")).startsWith("application/json");
		assertThat(received.header("X-Signature")).isEqualTo("abc");
		assertThat(received.header("User-Agent")).isEqualTo("sendpost");
		assertThat(received.text()).isEqualTo("{\"a\":\"\u00e4\"}");
	}

	@Test
	void theAddressThatWasCheckedIsTheOneThatIsConnectedTo() throws IOException {
		List<String> asked = new CopyOnWriteArrayList<>();
		EgressGuard rebinding = new EgressGuard(List.of(), List.of(IpNetwork.parse("127.0.0.1")), (host) -> {
			asked.add(host);
			// Allowed the first time, and never again; no resolver of the system knows
			// it.
			return List.of(InetAddress.getByName((asked.size() == 1) ? "127.0.0.1" : "10.0.0.1"));
		});
		this.client = client(rebinding, SSLSocketFactory::getDefault);
		String url = "http://rebinding.invalid:" + this.server.uri().getPort() + "/";
		assertThat(this.client.post(request(url)).status()).isEqualTo(200);
		assertThat(this.server.request().header("Host")).isEqualTo("rebinding.invalid:" + this.server.uri().getPort());
		assertThat(asked).containsExactly("rebinding.invalid");
		assertThatExceptionOfType(EgressRefusedException.class).isThrownBy(() -> this.client.post(request(url)));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aRedirectIsNotFollowed() throws IOException {
		try (StandInServer inside = StandInServer.start()) {
			this.server.will(HttpAction.json(302, "{}", "Location: " + inside.uri() + "/admin"));
			assertThat(this.client.post(request(this.server.uri())).status()).isEqualTo(302);
			assertThat(inside.requests()).isEmpty();
		}
	}

	@Test
	void loopbackIsRefusedUnlessAllowed() {
		this.client = client(new EgressGuard(List.of(), List.of(), HostResolver.SYSTEM), SSLSocketFactory::getDefault);
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> this.client.post(request(this.server.uri())));
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void anAnswerOf200MegabytesIsNotRead() throws IOException {
		this.server.will(HttpAction.endless(200, 200L * 1024 * 1024));
		long start = System.nanoTime();
		EgressAnswer answer = this.client.post(request(this.server.uri()));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.excerpt()).hasSize(EgressClient.MAX_EXCERPT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT);
	}

	@Test
	void aServerThatDoesNotAnswerIsLeft() {
		waitAtMost(Duration.ofMillis(100));
		this.server.will(HttpAction.silence());
		assertThatExceptionOfType(InterruptedIOException.class)
			.isThrownBy(() -> this.client.post(request(this.server.uri())))
			.withMessageContaining("100 ms");
	}

	@Test
	void aStatusCountsThoughTheBodyNeverEnds() throws IOException {
		waitAtMost(Duration.ofSeconds(5));
		this.server.will(HttpAction.dripping(200));
		assertThat(this.client.post(request(this.server.uri())).status()).isEqualTo(200);
	}

	@Test
	void aBodyThatBreaksOffChangesNothing() throws IOException {
		this.server.will(HttpAction.truncated(500, "{\"error\":\"x\"}"));
		EgressAnswer answer = this.client.post(request(this.server.uri()));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.excerpt()).isEqualTo("{\"erro");
	}

	@Test
	void headersWithoutEndAreRefused() {
		this.server.will((request, socket) -> {
			socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
			byte[] header = ("X-A: " + "a".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < 100_000; i++) {
				socket.getOutputStream().write(header);
			}
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.post(request(this.server.uri())));
	}

	@Test
	void whatIsNotHttpIsRefused() {
		this.server.will((request, socket) -> {
			socket.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.post(request(this.server.uri())));
	}

	@Test
	void aHandshakeThatNeverEndsIsLeft() throws IOException {
		waitAtMost(Duration.ofMillis(100));
		try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
			Thread dripping = new Thread(() -> {
				try (Socket socket = listener.accept()) {
					InputStream in = socket.getInputStream();
					// A record of a handshake, far longer than what follows.
					socket.getOutputStream().write(new byte[] { 22, 3, 3, 16, 0, 2, 0, 15, (byte) 0xfc });
					socket.setSoTimeout(20);
					for (int i = 0; i < 1000 && !isAtEnd(in); i++) {
						socket.getOutputStream().write(0);
					}
				}
				catch (IOException ex) {
					// The client went away.
				}
			});
			dripping.setDaemon(true);
			dripping.start();
			assertThatExceptionOfType(InterruptedIOException.class)
				.isThrownBy(() -> this.client.post(request("https://127.0.0.1:" + listener.getLocalPort())));
		}
	}

	private static boolean isAtEnd(InputStream in) throws IOException {
		try {
			return in.read(new byte[1024]) < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
	}

	@Test
	void theCertificateMustBeThatOfTheName() throws Exception {
		SSLContext ssl = TestCertificates.server(TestCertificates.Kind.VALID);
		SSLContext trusting = TestCertificates.client();
		try (StandInServer secure = StandInServer.startWithTls(ssl)) {
			EgressGuard naming = new EgressGuard(List.of("localhost", "other.invalid"), List.of(),
					(host) -> List.of(InetAddress.getByName("127.0.0.1")));
			this.client = new EgressClient(naming, trusting::getSocketFactory, Duration.ofSeconds(20),
					Duration.ofSeconds(20));
			int port = secure.uri().getPort();
			assertThat(this.client.post(request("https://localhost:" + port + "/")).status()).isEqualTo(200);
			assertThatExceptionOfType(SSLException.class)
				.isThrownBy(() -> this.client.post(request("https://other.invalid:" + port + "/")));
			assertThat(secure.requests()).hasSize(1);
		}
	}

	@Test
	void aHostThatCannotBeFoundIsToldApart() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> this.client.post(request("https://nothing.invalid/")));
	}

	@Test
	void aServerSaysWhenToComeBack() throws IOException {
		this.server.will(
				HttpAction.json(429, "{}", "Retry-After: 120"), HttpAction.json(503, "{}",
						"Date: Wed, 21 Oct 2026 07:28:00 GMT", "Retry-After: Wed, 21 Oct 2026 07:29:30 GMT"),
				HttpAction.json(503, "{}", "Retry-After: soon"));
		assertThat(this.client.post(request(this.server.uri())).retryAfter()).isEqualTo(Duration.ofMinutes(2));
		assertThat(this.client.post(request(this.server.uri())).retryAfter()).isEqualTo(Duration.ofSeconds(90));
		assertThat(this.client.post(request(this.server.uri())).retryAfter()).isNull();
	}

	@Test
	void aLineBreakInAHeaderIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EgressRequest(this.server.uri(), Map.of("X-A", "b\r\nX-C: d"), new byte[0]))
			.withMessageContaining("X-A");
	}

}
