package dev.sendpost.autoconfigure;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.testsmtp.TestCertificates.Kind;
import dev.sendpost.transport.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmtpMailerTransportFactory}.
 */
class SmtpMailerTransportFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MailTransportAutoConfiguration.class,
				MailGatewayAutoConfiguration.class))
		.withPropertyValues("sendpost.from=hello@acme.example", "sendpost.transports.main.type=smtp-mailer",
				"sendpost.transports.main.server=smtp.acme.example", "sendpost.transports.main.port=465",
				"sendpost.transports.main.secure=true", "sendpost.transports.main.email=hello@acme.example",
				"sendpost.transports.main.password=hunter2 hunter3");

	private final ApplicationContextRunner accepted = this.contextRunner
		.withPropertyValues("sendpost.transports.main.password-is-sent-to-third-party=true");

	@Test
	void itSendsToSmtpMailerUnlessToldOtherwise() {
		this.accepted.run((context) -> assertThat(context.getBean(Transports.class).all()).singleElement()
			.hasToString("main (smtp-mailer https://api.i-as.dev for smtp.acme.example:465)"));
	}

	@Test
	void itSendsByThePropertiesOverTls() {
		try (StandInServer server = StandInServer.startWithTls(TestCertificates.server(Kind.VALID))
			.will(HttpAction.json(200,
					"{\"message\":\"Email sent successfully\",\"info\":{\"accepted\":[\"ann@example.com\"]}}"))) {
			this.accepted.withPropertyValues(TestCertificates.sslBundle("mine"))
				.withPropertyValues("sendpost.transports.main.base-url=" + server.uri(),
						"sendpost.transports.main.ssl.bundle=mine")
				.run((context) -> {
					assertThat(context.getBean(MailGateway.class)
						.send(Email.builder().to("ann@example.com").subject("Hi").text("Hello").build())
						.outcomes()).extracting(RecipientOutcome::status).containsExactly(EmailStatus.SENT);
					assertThat(server.request().header("x-smtp-server")).isEqualTo("smtp.acme.example");
					assertThat(server.request().header("x-smtp-port")).isEqualTo("465");
					assertThat(server.request().header("x-smtp-secure")).isEqualTo("true");
					assertThat(server.request().header("email")).isEqualTo("hello@acme.example");
					assertThat(server.request().header("password")).isEqualTo("hunter2 hunter3");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "requests-per-minute=60", "password-is-sent-to-third-party=",
			"password-is-sent-to-third-party=false" })
	void somebodyMustHaveSaidThatThePasswordMayBeShown(String setting) {
		this.contextRunner.withPropertyValues("sendpost.transports.main." + setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.transports.main.password-is-sent-to-third-party")
				.hasMessageContaining("is shown the password of the mailbox with each e-mail")
				.hasMessageNotContaining("hunter2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.i-as.dev", "http://localhost:8080", "http://127.0.0.1:8080" })
	void whatIsNotEncryptedIsRefusedAlsoOnThisMachine(String url) {
		this.accepted.withPropertyValues("sendpost.transports.main.base-url=" + url)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.transports.main.base-url")
				.hasMessageContaining("'" + url + "' is not encrypted")
				.hasMessageNotContaining("hunter2"));
	}

	@ParameterizedTest
	@CsvSource({ "server=, server, it is missing", "port=, port, it is missing",
			"port=70000, port, 70000 is not a port", "secure=, secure, it is missing", "email=, email, it is missing",
			"email=me:you@acme.example, email, a colon", "password=, password, it is missing",
			"password=${NO_SUCH_PASSWORD}, password, NO_SUCH_PASSWORD is not set",
			"password=hünter2, password, characters that no header may have",
			"api-key=hunter2, api-key, transports of the type 'smtp-mailer' have no such property" })
	void aMistakeIsNamed(String setting, String property, String reason) {
		this.accepted.withPropertyValues("sendpost.transports.main." + setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.transports.main." + property)
				.hasMessageContaining(reason)
				.hasMessageNotContaining("unter2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "server", "email", "password" })
	void aLineBreakIsRefusedAtStart(String property) {
		this.accepted.withPropertyValues("sendpost.transports.main." + property + "=one\r\nX-Injected: two")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.transports.main." + property)
				.hasMessageNotContaining("Injected"));
	}

	@Test
	void propertiesDescribeThemselvesWithoutThePassword() {
		assertThat(new SmtpMailerTransportProperties(TransportType.SMTP_MAILER, null, "smtp.acme.example", 465, true,
				"hello@acme.example", "hunter2", true, null, null, null, null, new SmtpTransportProperties.Ssl(null)))
			.hasToString("SmtpMailerTransportProperties[baseUrl=null, server=smtp.acme.example, port=465]");
	}

}
