package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DelayProxy}.
 */
class DelayProxyTests {

	private static final Duration DELAY = Duration.ofNanos(2_500_000);

	@Test
	void delaysEachDirection() throws IOException {
		try (SmtpSink sink = new SmtpSink();
				DelayProxy proxy = new DelayProxy(sink.port(), DELAY);
				SinkClient client = new SinkClient(proxy.port())) {
			assertThat(client.roundTrip()).isGreaterThanOrEqualTo(Duration.ofNanos(4_500_000));
		}
	}

	@Test
	void passesBytesIntactBothWaysOnManyConnections() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				DelayProxy proxy = new DelayProxy(server.getLocalPort(), DELAY)) {
			CompletableFuture.runAsync(() -> echo(server));
			List<CompletableFuture<Void>> clients = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				byte[] bytes = new byte[1024 * 1024 + i];
				new Random(i).nextBytes(bytes);
				clients.add(start(() -> assertThat(exchange(proxy.port(), bytes)).isEqualTo(bytes)));
			}
			assertThat(CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)))
				.succeedsWithin(Duration.ofSeconds(30));
		}
	}

	@Test
	void tellsAClientThatTheServerIsNotThere() throws IOException {
		int port;
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = server.getLocalPort();
		}
		try (DelayProxy proxy = new DelayProxy(port, DELAY);
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	private static byte[] exchange(int port, byte[] bytes) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			CompletableFuture<Void> writing = start(() -> {
				socket.getOutputStream().write(bytes);
				socket.shutdownOutput();
			});
			byte[] received = socket.getInputStream().readAllBytes();
			writing.join();
			return received;
		}
	}

	private static void echo(ServerSocket server) {
		try {
			while (true) {
				Socket socket = server.accept();
				start(() -> {
					try (socket; InputStream input = socket.getInputStream()) {
						OutputStream output = socket.getOutputStream();
						input.transferTo(output);
					}
				});
			}
		}
		catch (IOException ex) {
			// The test is over.
		}
	}

	private static CompletableFuture<Void> start(Task task) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		DelayLine.startThread("test", () -> {
			try {
				task.run();
				future.complete(null);
			}
			catch (Throwable ex) {
				future.completeExceptionally(ex);
			}
		});
		return future;
	}

	interface Task {

		void run() throws IOException;

	}

}
