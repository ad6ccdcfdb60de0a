package dev.sendpost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sendpost.mime.PlainText;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.testsmtp.TestCertificates.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mail of the kinds that people send goes from an application through the gateway to
 * three real SMTP servers, one that speaks plainly, one with STARTTLS and one with
 * implicit TLS, the latter two with authentication, and is read back by a MIME parser
 * that knows nothing of ours.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RoundTripTests {

	private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

	private final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());

	private final SMTPServer startTls = subEtha().enableTLS()
		.requireTLS()
		.startTlsSocketFactory(TestCertificates.server(Kind.VALID))
		.build();

	private final SMTPServer implicitTls = subEtha().serverSocketFactory(TestCertificates.server(Kind.VALID)).build();

	@TempDir
	private static Path directory;

	private ConfigurableApplicationContext application;

	@BeforeAll
	void start() {
		this.greenMail.start();
		this.startTls.start();
		this.implicitTls.start();
		List<String> properties = new ArrayList<>(List.of(TestCertificates.sslBundle("servers")));
		properties.add("sendpost.store.file=" + directory.resolve("mail"));
		properties.addAll(transport("greenmail", this.greenMail.getSmtp().getPort(), "none"));
		properties.addAll(transport("starttls", this.startTls.getPortAllocated(), "starttls-required"));
		properties.addAll(transport("implicit-tls", this.implicitTls.getPortAllocated(), "tls"));
		properties.removeIf((property) -> property.startsWith("sendpost.transports.greenmail.")
				&& !property.matches(".*\\.(type|host|port|encryption)=.*"));
		SpringApplication springApplication = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.build();
		this.application = springApplication.run();
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.implicitTls.stop();
		this.startTls.stop();
		this.greenMail.stop();
	}

	static Stream<Arguments> messagesAndServers() {
		return EmailCorpus.all()
			.stream()
			.flatMap((email) -> Stream.of("greenmail", "starttls", "implicit-tls")
				.filter((server) -> !server.equals("greenmail") || isUnderstoodByGreenMail(email))
				.map((server) -> Arguments.of(email, server)));
	}

	/**
	 * GreenMail takes a bracket in a quoted local part for the end of the address.
	 */
	private static boolean isUnderstoodByGreenMail(NamedEmail named) {
		return named.email().recipients().stream().noneMatch((recipient) -> recipient.localPart().contains(">"));
	}

	@ParameterizedTest(name = "{0} by {1}")
	@MethodSource("messagesAndServers")
	void everyFieldArrivesAsItWasSent(NamedEmail named, String server) throws Exception {
		Email email = named.email().toBuilder().route(server).build();
		MailGateway gateway = this.application.getBean(MailGateway.class);
		Receipt receipt = gateway.send(email);
		Awaitility.await()
			.untilAsserted(() -> assertThat(gateway.find(receipt.id()).orElseThrow().receipt())
				.returns(email.recipients(), (sent) -> sent.recipients(EmailStatus.SENT))
				.returns(receipt.messageId(), Receipt::messageId));
		Arrival arrival = server.equals("greenmail") ? takeFromGreenMail() : takeFromSubEtha();
		assertThat(arrival.recipients()).isEqualTo(
				email.recipients().stream().map(EmailAddress::address).collect(Collectors.toCollection(TreeSet::new)));
		MimeReading.assertSame(withText(email), arrival.content());
		assertThat(MimeReading.of(arrival.content()).header("Message-ID")).containsExactly(receipt.messageId());
	}

	/**
	 * The gateway puts a text beside HTML that has none.
	 */
	private static Email withText(Email email) {
		if (email.text() != null && !email.text().isEmpty()) {
			return email;
		}
		String text = PlainText.fromHtml(String.valueOf(email.html()));
		return text.isEmpty() ? email : email.toBuilder().text(text).build();
	}

	private Arrival takeFromGreenMail() throws MessagingException, IOException {
		MimeMessage[] received = this.greenMail.getReceivedMessages();
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		received[0].writeTo(content);
		// GreenMail does not keep the line end that ends a message.
		content.write("\r\n".getBytes(StandardCharsets.US_ASCII));
		Set<String> recipients = new TreeSet<>();
		this.greenMail.getUserManager().listUser().forEach((user) -> {
			recipients.add(user.getEmail());
			this.greenMail.getUserManager().deleteUser(user);
		});
		return new Arrival(recipients, content.toByteArray());
	}

	private Arrival takeFromSubEtha() {
		assertThat(this.arrivals).hasSize(1);
		return this.arrivals.remove(0);
	}

	private static List<String> transport(String name, int port, String encryption) {
		String prefix = "sendpost.transports." + name + ".";
		return List.of(prefix + "type=smtp", prefix + "host=localhost", prefix + "port=" + port,
				prefix + "encryption=" + encryption, prefix + "username=me", prefix + "password=secret",
				prefix + "ssl.bundle=servers");
	}

	private SMTPServer.Builder subEtha() {
		return SMTPServer.port(0)
			.requireAuth()
			.maxRecipients(1000)
			.messageHandlerFactory((context) -> new Recorder())
			.authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((username, password, context) -> {
				if (!username.equals("me") || !password.equals("secret")) {
					throw new LoginFailedException();
				}
			}));
	}

	private final class Recorder implements MessageHandler {

		private final Set<String> recipients = new TreeSet<>();

		@Override
		public void from(String from) {
		}

		@Override
		public void recipient(String recipient) {
			this.recipients.add(recipient);
		}

		@Override
		public @Nullable String data(InputStream data) throws IOException {
			RoundTripTests.this.arrivals.add(new Arrival(this.recipients, data.readAllBytes()));
			return null;
		}

		@Override
		public void done() {
		}

	}

	/**
	 * What a server received.
	 *
	 * @param recipients the recipients of the envelope
	 * @param content the message, octet by octet
	 */
	private record Arrival(Set<String> recipients, byte[] content) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

}
