package dev.sendpost.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CaptureTransport;
import dev.sendpost.transport.capture.CapturedMailbox;
import dev.sendpost.transport.smtp.SmtpTransport;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mail.javamail.JavaMailSender;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MailTransportAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailTransportAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(MailSenderAutoConfiguration.class, MailTransportAutoConfiguration.class));

	@Test
	void byDefaultAllMailIsCapturedAndOneWarningSaysSo(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(Transports.class).all()).singleElement().isInstanceOf(CaptureTransport.class);
			assertThat(output).containsOnlyOnce("No mail leaves this application");
		});
	}

	@Test
	void itAddsNoMailSenderOfItsOwn() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(JavaMailSender.class));
	}

	@Test
	void springMailIsTheFallback(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.mail.host=localhost").run((context) -> {
			assertThat(context.getBean(Transports.class).all()).singleElement().satisfies((transport) -> {
				assertThat(transport).isInstanceOf(SmtpTransport.class);
				assertThat(transport.name()).isEqualTo("spring-mail");
			});
			assertThat(output).doesNotContain("No mail leaves this application");
		});
	}

	@Test
	void configuredTransportsKeepTheirOrderAndReplaceTheFallback() {
		this.contextRunner
			.withPropertyValues("spring.mail.host=localhost", "sendpost.transports.zulu.type=smtp",
					"sendpost.transports.zulu.host=localhost", "sendpost.transports.alpha.type=capture",
					"sendpost.transports.mike.preset=sendry", "sendpost.transports.mike.password=sn_live_secret")
			.run((context) -> assertThat(context.getBean(Transports.class).names()).containsExactly("zulu", "alpha",
					"mike"));
	}

	@Test
	void aTransportBeanOfTheApplicationIsUsed() {
		this.contextRunner.withUserConfiguration(OwnTransport.class)
			.run((context) -> assertThat(context.getBean(Transports.class).names()).containsExactly("own"));
	}

	@Test
	void itBacksOffFromBeansOfTheApplication() {
		CapturedMailbox mailbox = new CapturedMailbox(5);
		this.contextRunner.withBean(CapturedMailbox.class, () -> mailbox)
			.run((context) -> assertThat(context.getBean(CapturedMailbox.class)).isSameAs(mailbox));
	}

	@Test
	void thePropertySafetyCaptureReplacesEachTransportUnderItsName() {
		this.contextRunner.withPropertyValues("sendpost.safety.capture=true", "sendpost.transports.primary.type=smtp",
				"sendpost.transports.primary.host=smtp.example.com", "sendpost.routing.routes.bulk.transports=primary")
			.run((context) -> assertThat(context.getBean(Transports.class).all()).singleElement()
				.satisfies((transport) -> {
					assertThat(transport.name()).isEqualTo("primary");
					assertThat(transport).isInstanceOf(CaptureTransport.class);
				}));
	}

	@Test
	void editorsAreToldOfEachType() {
		this.contextRunner
			.run((context) -> assertThat(Stream.of(TransportType.values()).map(TransportDefinition::dashed))
				.containsExactlyInAnyOrderElementsOf(
						context.getBeanProvider(TransportFactory.class).stream().map(TransportFactory::type).toList()));
	}

	@Test
	void theTransportsInUseAreLoggedWithoutCredentials(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(OwnTransport.class)
			.withPropertyValues("sendpost.transports.primary.type=smtp",
					"sendpost.transports.primary.host=smtp.example.com",
					"sendpost.transports.primary.username=somebody", "sendpost.transports.primary.password=secret",
					"sendpost.transports.shelf.type=capture")
			.run((context) -> assertThat(output)
				.containsOnlyOnce(
						"E-mail leaves through primary (smtp, smtp.example.com:587, encryption starttls-required), "
								+ "shelf (capture), own (MailTransportAutoConfigurationTests.OwnTransport.")
				.doesNotContain("somebody")
				.doesNotContain("secret"));
	}

	@Test
	void servicesAreWhereTheyAreUnlessSaidOtherwiseAndKeysAreNotLogged(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("sendpost.transports.post.type=sendpost", "sendpost.transports.post.api-key=secret-key",
					"sendpost.transports.dry.type=sendry", "sendpost.transports.dry.api-key=secret-key",
					"sendpost.transports.other.type=sendry", "sendpost.transports.other.api-key=secret-key",
					"sendpost.transports.other.base-url=https://eu.example.com/mail/")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("E-mail leaves through post (sendpost https://api.sendpost.io/api/v1), "
						+ "dry (sendry https://api.sendry.online), other (sendry https://eu.example.com/mail)")
				.doesNotContain("unencrypted")
				.doesNotContain("secret-key"));
	}

	@Test
	void aKeyThatGoesUnencryptedIsWarnedOf(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("sendpost.transports.post.type=sendpost", "sendpost.transports.post.api-key=secret-key",
					"sendpost.transports.post.base-url=http://mail.example.com/api/v1")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("Transport 'post' sends its API key over unencrypted connections")
				.doesNotContain("secret-key"));
	}

	@Test
	void whatTheSettingsOfSendPostAreIsInItsRequests() {
		try (StandInServer server = StandInServer.start()) {
			this.contextRunner
				.withPropertyValues("sendpost.transports.post.type=sendpost", "sendpost.transports.post.api-key=key",
						"sendpost.transports.post.ip-pool=PiedPiper",
						"sendpost.transports.post.webhook-endpoint=https://hooks.example.com/sendpost",
						"sendpost.transports.post.base-url=" + server.uri())
				.run((context) -> {
					server.will(HttpAction.json(200, "[{\"to\":\"ann@example.com\",\"messageId\":\"1\"}]"));
					Email email = Email.builder().from("shop@example.com").to("ann@example.com").text("Hi").build();
					context.getBean(MailRouter.class)
						.send(new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email,
								email.recipients()));
					assertThat(server.request().text()).contains("\"ippool\":\"PiedPiper\"")
						.contains("\"webhookEndpoint\":\"https://hooks.example.com/sendpost\"");
					assertThat(server.request().header("x-subaccount-apikey")).isEqualTo("key");
				});
		}
	}

	@Test
	void anApiKeyIsNotInTheWordsOfItsProperties() {
		new ApplicationContextRunner()
			.withPropertyValues("sendpost.transports.post.type=sendpost", "sendpost.transports.post.api-key=secret-key")
			.run((context) -> assertThat(TransportDefinition.allOf(context.getEnvironment())).singleElement()
				.satisfies((definition) -> {
					assertThat(definition.bind(SendPostTransportProperties.class).apiKey()).isEqualTo("secret-key");
					assertThat(definition.bind(SendPostTransportProperties.class).toString())
						.doesNotContain("secret-key");
					assertThat(definition.bind(SendryTransportProperties.class).toString())
						.doesNotContain("secret-key");
				}));
	}

	@Test
	void theFallbackIsLogged(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.mail.host=smtp.example.com", "spring.mail.port=587")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("E-mail leaves through spring-mail (smtp, smtp.example.com:587, encryption none)"));
	}

	@Test
	void captureInsteadOfTransportsIsWarnedOf(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("sendpost.safety.capture=true", "sendpost.transports.primary.type=smtp",
					"sendpost.transports.primary.host=smtp.example.com")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("'sendpost.safety.capture' is true, so all e-mail is captured in memory instead of "
						+ "primary (smtp, smtp.example.com:25, encryption starttls).")
				.doesNotContain("E-mail leaves through"));
	}

	@Test
	void captureWhereThereIsNothingElseNeedsNoWarning(CapturedOutput output) {
		this.contextRunner.withPropertyValues("sendpost.safety.capture=true")
			.run((context) -> assertThat(output).doesNotContain("No mail leaves"));
	}

	@Test
	void variablesOfTheSystemThatBeginAlikeAreNoMistake() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("SENDPOST_HOME", "/opt/sendpost", "SENDPOST_SAFETY_CATCH", "on"))))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void propertiesMayBeSpelledInAnyWayThatBootUnderstands() {
		this.contextRunner
			.withPropertyValues("sendpost.shutdownTimeout=1s", "sendpost.safety.allowedRecipients[0]=acme.example",
					"sendpost.routing.rules[0].recipient_domains[0]=acme.example",
					"sendpost.routing.rules[0].route=capture", "sendpost.routing.routes.a.transports[0]=capture",
					"sendpost.routing.routes.a.weights.capture=1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aPasswordIsNotInTheWordsOfItsProperties() {
		new ApplicationContextRunner()
			.withPropertyValues("sendpost.transports.primary.type=smtp", "sendpost.transports.primary.host=localhost",
					"sendpost.transports.primary.username=me", "sendpost.transports.primary.password=secret")
			.run((context) -> assertThat(TransportDefinition.allOf(context.getEnvironment())).singleElement()
				.satisfies((definition) -> {
					SmtpTransportProperties properties = definition.bind(SmtpTransportProperties.class);
					assertThat(properties.password()).isEqualTo("secret");
					assertThat(properties.toString()).doesNotContain("secret");
				}));
	}

	@Test
	void withoutAngusMailTheTypeSmtpIsUnknown() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(SMTPTransport.class))
			.withPropertyValues("sendpost.transports.primary.type=smtp", "sendpost.transports.primary.host=localhost")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sendpost.transports.primary.type")
				.hasMessageContaining("no transport type 'smtp'"));
	}

	@Test
	void withoutResilience4jThereIsNoRouter() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(CircuitBreaker.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MailRouter.class).doesNotHaveBean(Transports.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTransport {

		@Bean
		MailTransport ownTransport() {
			return new MailTransport() {

				@Override
				public String name() {
					return "own";
				}

				@Override
				public TransportCapabilities capabilities() {
					return TransportCapabilities.all();
				}

				@Override
				public List<RecipientOutcome> send(OutgoingEmail email) {
					return List.of();
				}

				@Override
				public void check() {
				}

			};
		}

	}

}
