package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.PersonalDataEraser;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.outbox.OutboxEraser;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionCsv;
import dev.sendpost.suppression.SuppressionEventListener;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionSearch;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostSuppressionAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostSuppressionAutoConfigurationTests {

	private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
				SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"));

	@Test
	void withAStoreThereIsEverything() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(Suppressions.class)
				.hasSingleBean(SuppressionPolicy.class)
				.hasSingleBean(SuppressionEventListener.class)
				.hasSingleBean(SuppressionCsv.class)
				.hasSingleBean(OutboxEraser.class);
			assertThat(context.getBeansOfType(ScheduledJob.class).values()).extracting(ScheduledJob::name)
				.contains("suppressions");
			context.getBeansOfType(ScheduledJob.class).get("sendpostSuppressionJob").work().run();
		});
	}

	@Test
	void withoutAStoreThereAreTheEntriesFromProperties() {
		this.contextRunner
			.withPropertyValues("sendpost.store.enabled=false", "sendpost.suppression.addresses=ann@example.com",
					"sendpost.suppression.domains=*.example.org")
			.run((context) -> {
				assertThat(context).hasSingleBean(SuppressionPolicy.class)
					.doesNotHaveBean(SuppressionEventListener.class)
					.doesNotHaveBean(SuppressionCsv.class);
				Suppressions suppressions = context.getBean(Suppressions.class);
				assertThat(suppressions
					.explain(EmailAddress.parse("Ann@example.com"), "default", EmailStream.TRANSACTIONAL)
					.isSuppressed()).isTrue();
				assertThat(suppressions.find("ann@example.com")).isEmpty();
				assertThatExceptionOfType(StoreRequiredException.class)
					.isThrownBy(() -> suppressions.add(NewSuppression.of("bob@example.com", SuppressionReason.MANUAL)));
				assertThatExceptionOfType(StoreRequiredException.class)
					.isThrownBy(() -> suppressions.search(SuppressionSearch.all()))
					.withMessageContaining("needs a store");
			});
	}

	@Test
	void withoutJdbcAndCsvLibrariesMailIsChecked() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.dao",
					"org.springframework.transaction", "de.siegmar"))
			.withPropertyValues("sendpost.suppression.addresses=ann@example.com")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SuppressionPolicy.class));
	}

	@Test
	void withoutTheCsvLibraryThereIsNoImport() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(CsvReader.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SuppressionEventListener.class)
				.doesNotHaveBean(SuppressionCsv.class));
	}

	@Test
	void anApplicationBringsItsOwn() {
		Suppressions own = new Suppressions(SuppressionSettings.DEFAULT, List.of(), null, List::of);
		this.contextRunner.withBean("own", Suppressions.class, () -> own)
			.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context.getBean(Suppressions.class)).isSameAs(own));
	}

	@Test
	void erasingAsksEveryBeanThatKeepsSomething() {
		List<EmailAddress> asked = new ArrayList<>();
		this.contextRunner.withBean("shop", PersonalDataEraser.class, () -> (address) -> {
			asked.add(address);
			return 3;
		}).withPropertyValues("sendpost.suppression.hash-secret=" + SECRET).run((context) -> {
			assertThat(context.getBean(Suppressions.class).erase(EmailAddress.parse("ann@example.com"))).isEqualTo(3);
			assertThat(asked).hasSize(1);
			assertThat(context.getBean(Store.class)).isNotNull();
		});
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(mistake("no address", "addresses=ann", "addresses", "List addresses such as"),
				mistake("a control character", "addresses=ann\\u0007@example.com", "addresses",
						"List addresses such as"),
				mistake("no domain", "domains=exa mple", "domains", "List domains such as"),
				mistake("an address among domains", "domains=ann@example.com", "domains", "List domains such as"),
				mistake("no secret", "hash-only=true", "hash-secret", "openssl rand -base64 32"),
				mistake("a short secret", "hash-secret=c2VjcmV0", "hash-secret", "it has only 6 octets"),
				mistake("a secret that is not base64", "hash-secret=%%SECRET%%", "hash-secret", "it is not base64"),
				mistake("a negative threshold", "soft-bounce.threshold=-1", "soft-bounce.threshold",
						"Set it to 1 or more"),
				mistake("no window", "soft-bounce.window=0", "soft-bounce.window", "Set it to a duration such as 30d"),
				mistake("an unknown property", "adresses=ann@example.com", "adresses", "addresses"));
	}

	private static Arguments mistake(String name, String property, String propertyName, String advice) {
		return Arguments.of(name, "sendpost.suppression." + property, "sendpost.suppression." + propertyName, advice);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void aMistakeIsExplained(String name, String assignment, String property, String advice, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(assignment, "sendpost.store.file=" + directory.resolve("mistakes"))
			.build();
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("(?i)" + Pattern.quote(property))
			.contains(advice)
			.contains("Action:")
			.doesNotContain("%%SECRET%%")
			.doesNotContain("\tat dev.sendpost");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
			SendpostSuppressionAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
			MailGatewayAutoConfiguration.class })
	static class Application {

	}

}
