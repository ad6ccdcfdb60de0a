package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceEraser;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.audience.AudienceSettings;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ConfirmationMail;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactCsv;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.audience.MembershipStatus;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostAudienceAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostAudienceAutoConfigurationTests {

	private static final String KEY = "sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

	private static final String URL = "sendpost.audience.confirmation-url=https://www.example.com/confirm";

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
						SendpostEncryptionAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
						SendpostSubAccountAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
						MailGatewayAutoConfiguration.class, SendpostAudienceAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"), "sendpost.from=news@example.com");

	@Test
	void withAStoreThereIsEverything() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(Audiences.class)
				.hasSingleBean(AudienceEraser.class)
				.hasSingleBean(ContactCsv.class);
			Audience audience = context.getBean(Audiences.class).forSubAccount("default");
			assertThatExceptionOfType(AudienceException.class)
				.isThrownBy(() -> audience.lists().create(ListDetails.named("News").doubleOptIn(true)))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.NOT_CONFIGURED));
		});
	}

	@Test
	void withoutAStoreThereIsNothing() {
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Audiences.class));
	}

	@Test
	void withoutTheCsvLibraryThereIsNoImport() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(CsvReader.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Audiences.class)
				.doesNotHaveBean(ContactCsv.class));
	}

	@Test
	void withoutTheirLibrariesMailIsSent() {
		for (String missing : new String[] { "tools.jackson", "com.github.benmanes", "com.github.kagkarlsson" }) {
			this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(MailGateway.class));
		}
	}

	@Test
	void anApplicationBringsItsOwn() {
		this.contextRunner.withUserConfiguration(Own.class)
			.run((context) -> assertThat(context).hasSingleBean(Audiences.class)
				.doesNotHaveBean("sendpostAudiences")
				.hasSingleBean(ContactCsv.class));
	}

	@Test
	void aReaderConfirmsByTheLinkInItsMail() {
		this.contextRunner.withPropertyValues(KEY, URL, "sendpost.audience.confirmation-validity=1h").run((context) -> {
			Audiences audiences = context.getBean(Audiences.class);
			Audience audience = audiences.forSubAccount("default");
			ContactList news = audience.lists()
				.create(ListDetails.named("News " + System.nanoTime()).doubleOptIn(true));
			Contact ann = audience.contacts().create(ContactDetails.of("ann" + System.nanoTime() + "@example.com"));
			audience.lists().subscribe(news.id(), ann.id());
			CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
			Awaitility.await().until(() -> !mailbox.emails().isEmpty());
			Email mail = mailbox.emails().get(0).email();
			assertThat(mail.to()).containsExactly(ann.address());
			Matcher link = Pattern.compile("https://www\\.example\\.com/confirm\\?token=([A-Za-z0-9_-]+)\\s")
				.matcher(String.valueOf(mail.text()));
			assertThat(link.find()).as(mail.text()).isTrue();
			assertThat(audiences.confirm(link.group(1), null).status()).isEqualTo(MembershipStatus.SUBSCRIBED);
		});
	}

	@Test
	void anApplicationWritesTheMailThatAsks() {
		this.contextRunner.withPropertyValues(KEY, URL)
			.withBean(ConfirmationMail.class,
					() -> (contact, list, link) -> Email.builder()
						.to(contact.address())
						.subject("Bitte best\u00e4tigen (" + contact.locale() + ")")
						.text(link.toString())
						.build())
			.run((context) -> {
				Audience audience = context.getBean(Audiences.class).forSubAccount("default");
				ContactList news = audience.lists()
					.create(ListDetails.named("News " + System.nanoTime()).doubleOptIn(true));
				Contact ann = audience.contacts()
					.create(ContactDetails.of("ann" + System.nanoTime() + "@example.com").locale(Locale.GERMAN));
				audience.lists().subscribe(news.id(), ann.id());
				CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
				Awaitility.await().until(() -> !mailbox.emails().isEmpty());
				assertThat(mailbox.emails().get(0).email().subject()).isEqualTo("Bitte best\u00e4tigen (de)");
			});
	}

	@Test
	void theAudienceOfARemovedSubAccountIsRemovedByAJob() {
		this.contextRunner.run((context) -> {
			String name = "shop" + System.nanoTime();
			SubAccounts subAccounts = context.getBean(SubAccounts.class);
			subAccounts.create(name, SubAccountSettings.NONE);
			Audience audience = context.getBean(Audiences.class).forSubAccount(name);
			Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com"));
			Runnable job = context.getBean("sendpostAudienceJob", ScheduledJob.class).work();
			job.run();
			assertThat(audience.contacts().find(ann.id())).isPresent();
			subAccounts.remove(name);
			job.run();
			assertThat(audience.contacts().find(ann.id())).isEmpty();
		});
	}

	@Test
	void aPersonIsErasedFromTheAudienceToo() {
		this.contextRunner
			.withPropertyValues("sendpost.suppression.hash-secret=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
			.run((context) -> {
				Audience audience = context.getBean(Audiences.class).forSubAccount("default");
				EmailAddress address = EmailAddress.parse("erased" + System.nanoTime() + "@example.com");
				audience.contacts().create(ContactDetails.of(address));
				context.getBean(Suppressions.class).erase(address);
				assertThat(audience.contacts().find(address)).isEmpty();
			});
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(mistake("no address", "confirmation-url=confirm", "confirmation-url", "without a fragment"),
				mistake("another scheme", "confirmation-url=ftp://example.com/x", "confirmation-url", "https://"),
				mistake("a fragment", "confirmation-url=https://example.com/#x", "confirmation-url",
						"without a fragment"),
				mistake("no address at all", "confirmation-url=https://exa mple", "confirmation-url", "https://"),
				mistake("no time", "confirmation-validity=0", "confirmation-validity", "such as 7d"),
				mistake("an unknown property", "confirm-url=https://example.com", "confirm-url", "confirmation-url"));
	}

	private static Arguments mistake(String name, String property, String propertyName, String advice) {
		return Arguments.of(name, "sendpost.audience." + property, "sendpost.audience." + propertyName, advice);
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
			.doesNotContain("\tat dev.sendpost");
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		Audiences own(Store store, Suppressions suppressions, SecretCipher cipher,
				ObjectProvider<MailGateway> gateway) {
			return new Audiences(store, UUID::randomUUID, suppressions, cipher, gateway::getObject,
					ConfirmationMail.inEnglish(), new AudienceSettings(null, Duration.ofDays(1), false));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
			SendpostEncryptionAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
			SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class,
			SendpostAudienceAutoConfiguration.class })
	static class Application {

	}

}
