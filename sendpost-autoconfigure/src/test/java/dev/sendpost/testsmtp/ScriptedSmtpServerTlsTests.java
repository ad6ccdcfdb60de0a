package dev.sendpost.testsmtp;

import java.util.Properties;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import dev.sendpost.testsmtp.TestCertificates.Kind;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptedSmtpServer} and {@link TestCertificates} with the transport of
 * Jakarta Mail.
 */
class ScriptedSmtpServerTlsTests {

	@ParameterizedTest
	@ValueSource(strings = { "PLAIN", "LOGIN" })
	void takesAMessageThroughStartTlsFromAUser(String mechanism) throws MessagingException {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.user("user", "sécret")
			.advertise("AUTH " + mechanism)
			.startTls(TestCertificates.server(Kind.VALID)))) {
			send(server, "mail.smtp.starttls.required");
			ReceivedMessage message = server.awaitMessages(1).get(0);
			assertThat(message.tls()).isTrue();
			assertThat(message.user()).isEqualTo("user");
			assertThat(message.mimeMessage().getSubject()).isEqualTo("Grüße");
			assertThat(server.awaitCommands("QUIT", 1)).hasSize(1);
			assertThat(server.commands("EHLO")).hasSize(2);
		}
	}

	@Test
	void takesAMessageThroughImplicitTls() throws MessagingException {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.implicitTls(TestCertificates.server(Kind.VALID)))) {
			send(server, "mail.smtp.ssl.enable");
			assertThat(server.messages()).extracting(ReceivedMessage::tls).containsExactly(true);
			server.awaitOpenConnections(0);
		}
	}

	@Test
	void refusesAWrongPassword() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start((script) -> script.user("user", "other"))) {
			assertThatExceptionOfType(AuthenticationFailedException.class)
				.isThrownBy(() -> send(server, "mail.smtp.auth"));
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "VALID")
	void presentsACertificateThatAClientRefuses(Kind kind) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.implicitTls(TestCertificates.server(kind)))) {
			String reason = switch (kind) {
				case EXPIRED -> "NotAfter";
				case WRONG_HOST -> "No subject alternative DNS name matching localhost";
				default -> "unable to find valid certification path";
			};
			assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> send(server, "mail.smtp.ssl.enable"))
				.havingCause()
				.isInstanceOf(SSLException.class)
				.havingRootCause()
				.withMessageContaining(reason);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void breaksAnIdleConnectionUnderTls(boolean reset) throws MessagingException {
		try (ScriptedSmtpServer server = ScriptedSmtpServer
			.start((script) -> script.implicitTls(TestCertificates.server(Kind.VALID)));
				Transport transport = connect(server, session("mail.smtp.ssl.enable"))) {
			assertThat(transport.isConnected()).isTrue();
			if (reset) {
				server.resetIdleConnections();
			}
			else {
				server.closeIdleConnections();
			}
			assertThat(transport.isConnected()).isFalse();
			server.awaitOpenConnections(0);
		}
	}

	@Test
	void makesTrustForAnSslBundle() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues(TestCertificates.sslBundle("mail"))
			.withPropertyValues("spring.ssl.bundle.pem.mail-pem.truststore.certificate="
					+ TestCertificates.trustedPemPath().toUri())
			.run((context) -> {
				SslBundles bundles = context.getBean(SslBundles.class);
				SSLContext trusting = bundles.getBundle("mail").createSslContext();
				try (ScriptedSmtpServer server = ScriptedSmtpServer
					.start((script) -> script.implicitTls(TestCertificates.server(Kind.VALID)))) {
					send(server, session("mail.smtp.ssl.enable", trusting));
					send(server, session("mail.smtp.ssl.enable", bundles.getBundle("mail-pem").createSslContext()));
					assertThat(server.messages()).hasSize(2);
				}
			});
	}

	private static void send(ScriptedSmtpServer server, String property) throws MessagingException {
		send(server, session(property));
	}

	private static void send(ScriptedSmtpServer server, Session session) throws MessagingException {
		MimeMessage message = new MimeMessage(session);
		message.setFrom("a@example.com");
		message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress("b@example.com"));
		message.setSubject("Grüße", "UTF-8");
		message.setText("Hello");
		message.saveChanges();
		try (Transport transport = connect(server, session)) {
			transport.sendMessage(message, message.getAllRecipients());
		}
	}

	private static Transport connect(ScriptedSmtpServer server, Session session) throws MessagingException {
		Transport transport = session.getTransport("smtp");
		transport.connect(server.host(), server.port(), "user", "sécret");
		return transport;
	}

	private static Session session(String property) {
		return session(property, TestCertificates.client());
	}

	private static Session session(String property, SSLContext trusting) {
		Properties properties = new Properties();
		properties.put(property, "true");
		properties.put("mail.smtp.ssl.socketFactory", trusting.getSocketFactory());
		properties.put("mail.smtp.socketFactory.fallback", "false");
		properties.put("mail.smtp.timeout", "20000");
		return Session.getInstance(properties);
	}

}
