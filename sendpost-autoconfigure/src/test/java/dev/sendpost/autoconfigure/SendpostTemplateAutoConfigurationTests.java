package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.samskivert.mustache.Mustache;
import dev.sendpost.Email;
import dev.sendpost.EmailBatch;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailTemplate;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.NoTemplatesPolicy;
import dev.sendpost.template.StoredTemplateFinder;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateFinder;
import dev.sendpost.template.TemplatePolicy;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.ThymeleafTemplateFinder;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostTemplateAutoConfiguration}.
 */
class SendpostTemplateAutoConfigurationTests {

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MailTransportAutoConfiguration.class, SendpostTemplateAutoConfiguration.class,
						MailGatewayAutoConfiguration.class, ThymeleafAutoConfiguration.class))
		.withPropertyValues("sendpost.from=shop@example.com");

	private final ApplicationContextRunner withStore = this.withoutStore
		.withConfiguration(
				AutoConfigurations.of(SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"));

	@Test
	void withAStoreThereAreStoredTemplatesAndThoseOfTheApplication() {
		this.withStore.run((context) -> {
			assertThat(context).hasSingleBean(MailTemplates.class)
				.hasSingleBean(StoredTemplateFinder.class)
				.hasSingleBean(ThymeleafTemplateFinder.class)
				.hasSingleBean(TemplatePolicy.class)
				.doesNotHaveBean(NoTemplatesPolicy.class);
			context.getBean(MailTemplates.class)
				.create(null, "welcome", TemplateSource.of(TemplateContent.text("Stored {{x}}", "text")));
			context.getBean(MailTemplates.class).publish(null, "welcome");
			context.getBean(MailGateway.class).send(to().template("welcome").variable("x", 1).build());
			Awaitility.await().until(() -> !captured(context).isEmpty());
			assertThat(captured(context).get(0).subject()).isEqualTo("Stored 1");
		});
	}

	@Test
	void theApplicationsOwnTemplatesSeeItsObjects() {
		this.withoutStore.run((context) -> {
			assertThat(context).doesNotHaveBean(MailTemplates.class);
			context.getBean(MailGateway.class)
				.send(to().template(new EmailTemplate("welcome", Locale.GERMAN))
					.variable("user", new User("<Ann>"))
					.build());
			assertThat(captured(context)).singleElement().satisfies((email) -> {
				assertThat(email.subject()).isEqualTo("Welcome, <Ann>");
				assertThat(email.html()).contains("Hi <b>&lt;Ann&gt;</b> at <i>de</i>");
				assertThat(email.text()).contains("Hi <Ann> at de");
			});
		});
	}

	@Test
	void aSubjectOfTheMessageStays() {
		this.withoutStore.run((context) -> {
			context.getBean(MailGateway.class)
				.send(to().subject("Mine").template("welcome").variable("user", new User("Ann")).build());
			assertThat(captured(context).get(0).subject()).isEqualTo("Mine");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "../secret", "x/../../secret", "/welcome", "welcome :: p", "${7*7}",
			"__${7*7}__", "~{secret}", "mail\\welcome", "secret.html" })
	void aNameThatIsNoTemplatesIsRefusedAndReachesNoOtherFile(String name) {
		this.withoutStore.run((context) -> assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> context.getBean(MailGateway.class)
				.send(to().template(name).variable("user", new User("Ann")).build()))
			.withMessageContaining("there is no template"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aNameThatIsNoTemplatesIsToldToTheSenderAndNotLogged(CapturedOutput output) {
		this.withoutStore.run((context) -> {
			assertThatExceptionOfType(InvalidEmailException.class)
				.isThrownBy(() -> context.getBean(MailGateway.class).send(to().template("missing").build()));
			assertThat(output).doesNotContain("Exception", "mail/missing");
		});
	}

	@Test
	void aTemplateThatFailsSaysWhy() {
		this.withoutStore.run((context) -> assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> context.getBean(MailGateway.class)
				.send(to().template("broken").variable("user", new User("Ann")).build()))
			.withMessageContaining("'broken'")
			.withMessageContaining("nothing()"));
	}

	@Test
	void variablesInTheMessageItselfNeedNoTemplateAndNoStore() {
		this.withoutStore.run((context) -> {
			context.getBean(MailGateway.class)
				.send(EmailBatch.of(to().subject("Hi {{name}}").text("You are {{name}}").build())
					.to("ann@example.com", Map.of("name", "Ann"))
					.to("bob@example.com", Map.of("name", "Bob")));
			assertThat(captured(context)).extracting(Email::subject).containsExactlyInAnyOrder("Hi Ann", "Hi Bob");
		});
	}

	@Test
	void withoutTheLibraryPlaceholdersAreNotSentAsTheyAre() {
		this.withoutStore.withClassLoader(new FilteredClassLoader(Mustache.class)).run((context) -> {
			assertThat(context).hasSingleBean(NoTemplatesPolicy.class).doesNotHaveBean(TemplatePolicy.class);
			MailGateway gateway = context.getBean(MailGateway.class);
			assertThatExceptionOfType(InvalidEmailException.class)
				.isThrownBy(() -> gateway.send(to().text("{{name}}").variable("name", "Ann").build()))
				.withMessageContaining("com.samskivert:jmustache");
			gateway.send(to().text("{{name}}").build());
			assertThat(captured(context)).hasSize(1);
		});
	}

	@Test
	void anApplicationsFinderIsAskedToo() {
		this.withoutStore.withUserConfiguration(OwnFinder.class).run((context) -> {
			context.getBean(MailGateway.class).send(to().template("own").build());
			assertThat(captured(context).get(0).text()).isEqualTo("made by own");
		});
	}

	private static EmailBuilder to() {
		return Email.builder().to("ann@example.com");
	}

	private static List<Email> captured(ApplicationContext context) {
		return context.getBean(CapturedMailbox.class).emails().stream().map(CapturedEmail::email).toList();
	}

	/**
	 * An object of the application.
	 */
	public record User(String name) {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFinder {

		@Bean
		@Primary
		TemplateFinder ownFinder() {
			return (email, subAccount) -> "own".equals(String.valueOf(email.template().name()))
					? email.toBuilder().template((EmailTemplate) null).text("made by own").build() : null;
		}

	}

}
