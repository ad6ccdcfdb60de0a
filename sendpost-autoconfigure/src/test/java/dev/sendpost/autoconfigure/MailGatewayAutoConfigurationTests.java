package dev.sendpost.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.capture.CapturedMailbox;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MailGatewayAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailGatewayAutoConfigurationTests {

	private static final Email EMAIL = Email.builder().to("reader@example.com").subject("Hello").text("World").build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(MailTransportAutoConfiguration.class, MailGatewayAutoConfiguration.class));

	@Test
	void byDefaultThereIsAGateway() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(MailGateway.class)
			.hasSingleBean(DefaultMailGateway.class));
	}

	@Test
	void itAddsNoExecutorThatBootWouldTakeForTheHosts() {
		this.contextRunner
			.run((context) -> assertThat(context).doesNotHaveBean(Executor.class).doesNotHaveBean(TaskExecutor.class));
	}

	@Test
	void itBacksOffFromAGatewayOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnGateway.class)
			.run((context) -> assertThat(context).hasSingleBean(MailGateway.class)
				.doesNotHaveBean(DefaultMailGateway.class));
	}

	@Test
	void thePropertyFromCompletesMailWithoutASender() {
		this.contextRunner.withPropertyValues("sendpost.from=Acme <hello@acme.example>").run((context) -> {
			Receipt receipt = context.getBean(MailGateway.class).send(EMAIL);
			assertThat(receipt.messageId()).endsWith("@acme.example>");
			assertThat(context.getBean(CapturedMailbox.class).emails()).singleElement()
				.satisfies((email) -> assertThat(email.email().from()).hasToString("\"Acme\" <hello@acme.example>"));
		});
	}

	@Test
	void safetyDropsRecipientsThatAreNotAllowed() {
		this.contextRunner
			.withPropertyValues("sendpost.from=hello@acme.example",
					"sendpost.safety.allowed-recipients=acme.example,tester@example.org")
			.run((context) -> {
				Receipt receipt = context.getBean(MailGateway.class)
					.send(EMAIL.toBuilder().cc("dev@acme.example").build());
				assertThat(receipt.outcomes()).extracting((outcome) -> outcome.status())
					.containsExactly(EmailStatus.DROPPED, EmailStatus.SENT);
			});
	}

	@Test
	void safetyRedirectsRecipientsThatAreNotAllowed() {
		this.contextRunner
			.withPropertyValues("sendpost.from=hello@acme.example", "sendpost.safety.redirect-to=catchall@acme.example")
			.run((context) -> {
				context.getBean(MailGateway.class).send(EMAIL.toBuilder().cc("other@example.com").build());
				assertThat(context.getBean(CapturedMailbox.class).emails()).singleElement().satisfies((captured) -> {
					assertThat(captured.recipients()).extracting((address) -> address.address())
						.containsExactly("catchall@acme.example");
					assertThat(captured.email().headers()).singleElement()
						.hasToString("EmailHeader[name=X-Original-To, value=reader@example.com, other@example.com]");
				});
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"sendpost.safety.redirect-to=me@acme.example | E-mail to all recipients goes to me@acme.example instead",
			"sendpost.safety.allowed-recipients=acme.example | Recipients other than [acme.example] get no e-mail",
			"sendpost.safety.redirect-to=me@acme.example;sendpost.safety.allowed-recipients=acme.example "
					+ "| E-mail to recipients other than [acme.example] goes to me@acme.example instead" })
	void aRestrictionOfRecipientsIsWarnedOf(String properties, String warning, CapturedOutput output) {
		this.contextRunner.withPropertyValues(properties.split(";"))
			.run((context) -> assertThat(output).containsOnlyOnce(warning));
	}

	@Test
	void withoutARestrictionThereIsNoWarningOfOne(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(output).doesNotContain("sendpost.safety"));
	}

	@Test
	void policiesOfTheApplicationAreAsked() {
		this.contextRunner.withPropertyValues("sendpost.from=hello@acme.example")
			.withBean(MailPolicy.class, () -> new MailPolicy() {
				@Override
				public void atIntake(PolicyMessage message) {
					message.drop(message.recipients().get(0), "on holiday");
				}
			})
			.run((context) -> {
				Receipt receipt = context.getBean(MailGateway.class).send(EMAIL);
				assertThat(receipt.status()).isEqualTo(EmailStatus.DROPPED);
				assertThat(receipt.outcomes()).singleElement()
					.satisfies((outcome) -> assertThat(outcome.reason()).isEqualTo("on holiday"));
			});
	}

	@Test
	void withoutMicrometerObservationThereIsNoGateway() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MailGateway.class).hasSingleBean(MailRouter.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnGateway {

		@Bean
		MailGateway ownGateway() {
			return new MailGateway() {

				@Override
				public Receipt send(Email email) {
					throw new IllegalStateException("not used");
				}

				@Override
				public List<Receipt> send(Collection<Email> emails) {
					throw new IllegalStateException("not used");
				}

				@Override
				public CompletableFuture<Receipt> sendAsync(Email email) {
					throw new IllegalStateException("not used");
				}

				@Override
				public MailGateway forSubAccount(String name) {
					throw new IllegalStateException("not used");
				}

				@Override
				public MailGateway forSubmitter(Submitter submitter) {
					throw new IllegalStateException("not used");
				}

			};
		}

	}

}
