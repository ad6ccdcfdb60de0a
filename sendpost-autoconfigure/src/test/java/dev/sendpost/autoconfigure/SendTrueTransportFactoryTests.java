package dev.sendpost.autoconfigure;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.transport.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendTrueTransportFactory}.
 */
class SendTrueTransportFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MailTransportAutoConfiguration.class, MailGatewayAutoConfiguration.class))
		.withPropertyValues("sendpost.from=hello@acme.example", "sendpost.transports.main.type=sendtrue",
				"sendpost.transports.main.api-key=hunter2", "sendpost.transports.main.smtp-id=smtp-7");

	@Test
	void itSendsToSendTrueUnlessToldOtherwise() {
		this.contextRunner.run((context) -> assertThat(context.getBean(Transports.class).all()).singleElement()
			.hasToString("main (sendtrue https://api.sendtrue.io/v1)"));
	}

	@Test
	void itSendsByTheProperties() {
		try (StandInServer server = StandInServer.start()
			.will(HttpAction.json(200, "{\"success\":true,\"data\":{\"messageId\":\"1\"}}"))) {
			this.contextRunner.withPropertyValues("sendpost.transports.main.base-url=" + server.uri() + "/v1/")
				.run((context) -> {
					assertThat(context.getBean(MailGateway.class)
						.send(Email.builder().to("ann@example.com").subject("Hi").text("Hello").build())
						.outcomes()).extracting(RecipientOutcome::status).containsExactly(EmailStatus.SENT);
					assertThat(server.request().path()).isEqualTo("/v1/smtp/email");
					assertThat(server.request().header("api-key")).isEqualTo("hunter2");
					assertThat(server.request().header("smtp-id")).isEqualTo("smtp-7");
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "api-key=, api-key, it is missing", "api-key=${NO_SUCH_KEY}, api-key, NO_SUCH_KEY is not set",
			"smtp-id=, smtp-id, it is missing", "smtp-id=${NO_SUCH_ID}, smtp-id, NO_SUCH_ID is not set",
			"base-url=api.sendtrue.io, base-url, is not the URL of a service",
			"password=hunter2, password, transports of the type 'sendtrue' have no such property",
			"read-timeout=0s, read-timeout, too short" })
	void aMistakeIsNamed(String setting, String property, String reason) {
		this.contextRunner.withPropertyValues("sendpost.transports.main." + setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.transports.main." + property)
				.hasMessageContaining(reason)
				.hasMessageNotContaining("hunter2"));
	}

	@ParameterizedTest
	@CsvSource({ "api-key", "smtp-id" })
	void aLineBreakIsRefusedAtStart(String property) {
		this.contextRunner.withPropertyValues("sendpost.transports.main." + property + "=one\r\nX-Injected: two")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.transports.main." + property)
				.hasMessageNotContaining("Injected"));
	}

	@Test
	void propertiesDescribeThemselvesWithoutTheKey() {
		assertThat(new SendTrueTransportProperties(TransportType.SENDTRUE, "https://api.example/v1", "hunter2",
				"smtp-7", null, null, null, null, new SmtpTransportProperties.Ssl(null)))
			.hasToString("SendTrueTransportProperties[baseUrl=https://api.example/v1]");
	}

}
