package dev.sendpost.samples.benchmark.outbox;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import com.github.benmanes.caffeine.cache.Ticker;
import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.Email;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.mime.read.EmailReader;
import dev.sendpost.relay.RelayObserver;
import dev.sendpost.relay.RelaySettings;
import dev.sendpost.relay.SmtpRelay;
import dev.sendpost.samples.benchmark.BenchmarkMessages;
import dev.sendpost.samples.benchmark.CommandLine;
import dev.sendpost.samples.benchmark.GatewaySender;
import dev.sendpost.samples.benchmark.Machine;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.ConfiguredApiKey;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.testdb.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Messages that the SMTP relay accepts per second, beside a bare SMTP server that inserts
 * and commits the same octets in one row; both in this process, as are their clients.
 */
public final class RelayBenchmark {

	private static final String KEY = "benchmark-key-0123456789-abcdef";

	private final DataSource dataSource;

	private final byte[] message;

	/** Whom the message names: one that names others would go out as it is. */
	private final String recipient;

	private final Duration measured;

	private RelayBenchmark(DataSource dataSource, Email email, Duration measured) throws IOException {
		this.dataSource = dataSource;
		this.message = render(email);
		this.recipient = email.recipients().get(0).address();
		this.measured = measured;
	}

	/**
	 * Measure.
	 * @param arguments the options
	 * @return the report, as Markdown
	 */
	public static String run(String... arguments) throws Exception {
		CommandLine line = new CommandLine(arguments, "rounds", "seconds");
		int rounds = line.number("rounds", 5, 1, 100);
		Duration measured = Duration.ofSeconds(line.number("seconds", 3, 1, 60));
		try (PostgresServer server = PostgresServer.start();
				HikariDataSource dataSource = OutboxBenchmark.dataSource(server)) {
			new JdbcTemplate(dataSource).execute("create table bare_message (id uuid primary key, octets bytea)");
			return "# The SMTP relay on PostgreSQL\n\n" + Machine.describe() + "\n\n"
					+ new RelayBenchmark(dataSource, GatewaySender.email(new BenchmarkMessages(42).next()), measured)
						.compare(rounds);
		}
	}

	private static byte[] render(Email email) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new MimeRenderer().render(email, "<1@example.com>", Instant.EPOCH).writeTo(out);
		return out.toByteArray();
	}

	private String compare(int rounds) throws Exception {
		StringBuilder markdown = new StringBuilder("Messages of " + this.message.length + " octets, per second\n\n"
				+ "| connections | bare server | relay | ratio |\n|--:|--:|--:|--:|\n");
		SMTPServer bare = SMTPServer.port(0)
			.serverSocketFactory(PromptServerSocket::new)
			.messageHandlerFactory((context) -> new Inserter())
			.build();
		bare.start();
		try (BenchmarkNode node = new BenchmarkNode(this.dataSource, NullTransport.INSTANCE, 1);
				ApiKeys keys = keys()) {
			SmtpRelay relay = relay(node, keys);
			relay.start();
			int relayPort = relay.endpoint().orElseThrow().port();
			perSecond(16, bare.getPortAllocated(), null);
			perSecond(16, relayPort, KEY);
			for (int connections : List.of(1, 4, 16)) {
				List<Double> bound = new ArrayList<>();
				List<Double> reached = new ArrayList<>();
				for (int round = 0; round < rounds; round++) {
					bound.add(perSecond(connections, bare.getPortAllocated(), null));
					reached.add(perSecond(connections, relayPort, KEY));
				}
				double most = AcceptComparison.median(bound);
				double accepted = AcceptComparison.median(reached);
				markdown
					.append("| %d | %,.0f | %,.0f | %.2f |%n".formatted(connections, most, accepted, accepted / most));
			}
			relay.stop();
		}
		finally {
			bare.stop();
		}
		return markdown.toString();
	}

	private static ApiKeys keys() {
		SubAccounts subAccounts = new SubAccounts(List.of(), null, (route) -> false, Ticker.systemTicker());
		ConfiguredApiKey key = ConfiguredApiKey
			.ofValue(ConfiguredApiKey.describe("benchmark", null, ApiKeyScope.SENDING_ACCESS, false, null), KEY);
		return new ApiKeys(subAccounts, List.of(key), null, new EmailIds(Clock.systemUTC()), Clock.systemUTC(),
				Ticker.systemTicker(), (event) -> {
				});
	}

	private static SmtpRelay relay(BenchmarkNode node, ApiKeys keys) {
		RelaySettings settings = new RelaySettings("localhost", null, 0, null, null, false,
				new RelaySettings.Limits(1 << 20, 100, 1000, 1000, 1 << 28), new RelaySettings.Timeouts(
						Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(10)));
		return new SmtpRelay(settings, keys, node.queueing(), new EmailReader(Clock.systemUTC()),
				(address, submitter) -> false, (recipient, submitter) -> Optional.empty(), null, RelayObserver.NONE);
	}

	private double perSecond(int connections, int port, @Nullable String key) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(connections);
		try {
			long start = System.nanoTime();
			long end = start + this.measured.toNanos();
			List<Future<Integer>> counts = new ArrayList<>();
			for (int i = 0; i < connections; i++) {
				Callable<Integer> client = () -> send(port, key, end);
				counts.add(clients.submit(client));
			}
			long count = 0;
			for (Future<Integer> client : counts) {
				count += client.get();
			}
			return count * 1e9 / (System.nanoTime() - start);
		}
		finally {
			clients.shutdown();
		}
	}

	/**
	 * Send messages over one connection, each in two round trips.
	 * @return how many were accepted
	 */
	private int send(int port, @Nullable String key, long end) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setTcpNoDelay(true);
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			require(in, "220");
			say(socket, "EHLO benchmark\r\n");
			require(in, "250");
			if (key != null) {
				say(socket,
						"AUTH PLAIN "
								+ Base64.getEncoder().encodeToString(("\0me\0" + key).getBytes(StandardCharsets.UTF_8))
								+ "\r\n");
				require(in, "235");
			}
			int count = 0;
			while (System.nanoTime() - end < 0) {
				say(socket, "MAIL FROM:<>\r\nRCPT TO:<" + this.recipient + ">\r\nDATA\r\n");
				require(in, "250");
				require(in, "250");
				require(in, "354");
				socket.getOutputStream().write(this.message);
				say(socket, ".\r\n");
				require(in, "250");
				count++;
			}
			return count;
		}
	}

	private static void say(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static void require(BufferedReader in, String code) throws IOException {
		String line = in.readLine();
		while (line != null && line.startsWith(code + "-")) {
			line = in.readLine();
		}
		if (line == null || !line.startsWith(code)) {
			throw new IOException("Expected " + code + " but got " + line);
		}
	}

	/**
	 * Spares a client that pipelines the 40 ms for which SubEthaSMTP would hold the
	 * second reply back.
	 */
	private static final class PromptServerSocket extends ServerSocket {

		PromptServerSocket() throws IOException {
		}

		@Override
		public Socket accept() throws IOException {
			Socket socket = super.accept();
			socket.setTcpNoDelay(true);
			return socket;
		}

	}

	/**
	 * Inserts and commits what a client sends.
	 */
	private final class Inserter implements MessageHandler {

		@Override
		public void from(String from) {
		}

		@Override
		public void recipient(String recipient) {
		}

		@Override
		public @Nullable String data(InputStream data) throws IOException {
			try (Connection connection = RelayBenchmark.this.dataSource.getConnection();
					PreparedStatement insert = connection.prepareStatement("insert into bare_message values (?, ?)")) {
				insert.setObject(1, UUID.randomUUID());
				insert.setBytes(2, data.readAllBytes());
				insert.executeUpdate();
				return null;
			}
			catch (SQLException ex) {
				throw new IOException(ex);
			}
		}

		@Override
		public void done() {
		}

	}

}
