package dev.sendpost.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.testsmtp.TestCertificates.Kind;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the relay, and a server to which its gateway sends.
 */
public final class RelayApplication implements AutoCloseable {

	private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

	private final SMTPServer server = SMTPServer.port(0)
		.maxRecipients(1000)
		.messageHandlerFactory((context) -> new Recorder())
		.build();

	private final ConfigurableApplicationContext context;

	/**
	 * Start an application with a store in a directory.
	 * @param directory the directory
	 * @param properties further properties, each as {@code name=value}
	 */
	public RelayApplication(Path directory, String... properties) {
		this.server.start();
		List<String> all = new ArrayList<>(List.of("sendpost.store.file=" + directory.resolve("mail"),
				"sendpost.transports.out.type=smtp", "sendpost.transports.out.host=localhost",
				"sendpost.transports.out.port=" + this.server.getPortAllocated(),
				"sendpost.transports.out.encryption=none", "sendpost.doors.smtp-relay.enabled=true",
				"sendpost.doors.smtp-relay.address=127.0.0.1", "sendpost.doors.smtp-relay.port=0",
				"sendpost.doors.smtp-relay.tls-port=0", "sendpost.doors.smtp-relay.host-name=localhost",
				"sendpost.doors.smtp-relay.ssl.bundle=relay", "sendpost.java-mail-sender.enabled=true",
				"spring.ssl.bundle.jks.relay.keystore.location=" + TestCertificates.keyStorePath(Kind.VALID).toUri(),
				"spring.ssl.bundle.jks.relay.keystore.password=" + TestCertificates.PASSWORD,
				"spring.ssl.bundle.jks.relay.keystore.type=PKCS12"));
		all.addAll(Arrays.asList(properties));
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	public RelayEndpoint endpoint() {
		return bean(SmtpRelay.class).endpoint().orElseThrow();
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Make a key that may send.
	 */
	public String key() {
		return key(ApiKeyRequest.account("relay").scope(ApiKeyScope.SENDING_ACCESS));
	}

	public String key(ApiKeyRequest request) {
		return bean(ApiKeys.class).issue(request).text();
	}

	/**
	 * The next message that the gateway has sent.
	 */
	public Arrival take() throws InterruptedException {
		Arrival arrival = this.arrivals.poll(30, TimeUnit.SECONDS);
		assertThat(arrival).as("a message sent").isNotNull();
		return arrival;
	}

	/**
	 * Whether nothing waits that was not taken.
	 */
	public boolean isEmpty() {
		return this.arrivals.isEmpty();
	}

	@Override
	public void close() {
		this.context.close();
		this.server.stop();
	}

	/**
	 * What arrived.
	 *
	 * @param sender the sender of the envelope
	 * @param recipients the recipients of the envelope
	 * @param content the message, octet by octet
	 */
	public record Arrival(String sender, Set<String> recipients, byte[] content) {

	}

	private final class Recorder implements MessageHandler {

		private String sender = "";

		private final Set<String> recipients = new TreeSet<>();

		@Override
		public void from(String from) {
			this.sender = from;
		}

		@Override
		public void recipient(String recipient) {
			this.recipients.add(recipient);
		}

		@Override
		public @Nullable String data(InputStream data) throws IOException {
			RelayApplication.this.arrivals
				.add(new Arrival(this.sender, this.recipients, withoutTrace(data.readAllBytes())));
			return null;
		}

		/**
		 * The message without the fields that this server puts on top.
		 */
		private static byte[] withoutTrace(byte[] content) {
			int start = 0;
			if (content.length > 9 && new String(content, 0, 9, StandardCharsets.US_ASCII).equals("Received:")) {
				do {
					while (content[start++] != '\n') {
						continue;
					}
				}
				while (content[start] == ' ' || content[start] == '\t');
			}
			return Arrays.copyOfRange(content, start, content.length);
		}

		@Override
		public void done() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

}
