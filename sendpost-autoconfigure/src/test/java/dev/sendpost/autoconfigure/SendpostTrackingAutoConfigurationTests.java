package dev.sendpost.autoconfigure;

import java.nio.file.Path;

import com.samskivert.mustache.Mustache;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.template.LateVariables;
import dev.sendpost.tracking.EngagementRecorder;
import dev.sendpost.tracking.Reader;
import dev.sendpost.tracking.TrackingHosts;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.TrackingPolicy;
import dev.sendpost.tracking.Unsubscriptions;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostTrackingAutoConfiguration}.
 */
class SendpostTrackingAutoConfigurationTests {

	private static final String KEY = "sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

	private static final String BASE_URL = "sendpost.tracking.base-url=https://www.acme.example";

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostSuppressionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
				SendpostDomainAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
				MailGatewayAutoConfiguration.class, SendpostTemplateAutoConfiguration.class,
				SendpostAudienceAutoConfiguration.class, SendpostTrackingAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"), "sendpost.from=news@acme.example");

	@Test
	void withoutABaseUrlNothingIsTrackedAndNoWayOutIsOffered() {
		this.contextRunner.withPropertyValues(KEY, "sendpost.tracking.opens=true").run((context) -> {
			assertThat(context).doesNotHaveBean(TrackingPolicy.class)
				.doesNotHaveBean(Unsubscriptions.class)
				.doesNotHaveBean(EngagementRecorder.class)
				.doesNotHaveBean(LateVariables.class);
			assertThat(context.getBean(TrackingLinks.class).offersUnsubscribe()).isFalse();
		});
	}

	@Test
	void withABaseUrlReadersHaveAWayOut() {
		this.contextRunner.withPropertyValues(KEY, BASE_URL, "sendpost.tracking.path=/t").run((context) -> {
			assertThat(context).hasSingleBean(TrackingPolicy.class)
				.hasSingleBean(Unsubscriptions.class)
				.hasSingleBean(EngagementRecorder.class)
				.hasSingleBean(TrackingHosts.class);
			TrackingLinks links = context.getBean(TrackingLinks.class);
			assertThat(links.offersUnsubscribe()).isTrue();
			context.getBean(MailGateway.class)
				.send(Email.builder()
					.to("ann@example.com")
					.stream(EmailStream.BROADCAST)
					.subject("Hi {{name}}")
					.html("<p>{{name}}: <a href='{{unsubscribe_url}}'>leave</a>, <a href='https://shop.example/'>shop</a>")
					.variable("name", "Ann")
					.build());
			CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
			Awaitility.await().until(() -> mailbox.emails().size() == 1);
			Email email = mailbox.emails().get(0).email();
			Reader ann = new Reader("default", EmailAddress.parse("ann@example.com"), mailbox.emails().get(0).id());
			assertThat(email.listUnsubscribe().targets()).containsExactly(links.unsubscribe(ann, null));
			assertThat(email.html()).as("nothing is tracked unless it is asked for")
				.isEqualTo("<p>Ann: <a href='" + links.unsubscribe(ann, null)
						+ "'>leave</a>, <a href='https://shop.example/'>shop</a>");
		});
	}

	@Test
	void memberhipsAreConfirmedOnThePageThatIsThere() {
		this.contextRunner.withPropertyValues(KEY, BASE_URL)
			.run((context) -> assertThat(context.getBean(Audiences.class)
				.forSubAccount("default")
				.lists()
				.create(ListDetails.named("News").doubleOptIn(true))
				.name()).isEqualTo("News"));
	}

	@Test
	void withoutAKeyTheStartFailsAndSaysWhy() {
		this.contextRunner.withPropertyValues(BASE_URL)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo("sendpost.encryption.key");
					assertThat(ex.getReason()).contains("sendpost.tracking.base-url");
					assertThat(ex.getAction()).contains("openssl rand -base64 32");
				}));
	}

	@Test
	void withoutAStoreTheStartFailsAndSaysWhy() {
		this.contextRunner.withPropertyValues(KEY, BASE_URL, "sendpost.store.enabled=false")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo("sendpost.tracking.base-url");
					assertThat(ex.getReason()).contains("store");
				}));
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "www.acme.example", "ftp://www.acme.example", "https://", "https://www.acme.example?a=b",
			"https://www.acme.example/#x", "https://ann@www.acme.example", "https://www.acme.example/a b",
			"https://www.acme.example//x", "javascript:alert(1)", "/t" })
	void aBaseUrlIsTheAddressOfASite(String url) {
		this.contextRunner.withPropertyValues(KEY, "sendpost.tracking.base-url=" + url)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo("sendpost.tracking.base-url");
					assertThat(ex.getReason()).contains(url);
				}));
	}

	@ParameterizedTest
	@CsvSource({ "path, t", "path, /t/", "path, /", "path, /a b", "path, /{x}", "unsubscribe-address, nobody" })
	void otherMistakesNameTheirProperty(String name, String value) {
		this.contextRunner.withPropertyValues(KEY, BASE_URL, "sendpost.tracking." + name + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class,
						(ex) -> assertThat(ex.getProperty()).isEqualTo("sendpost.tracking." + name)));
	}

	@Test
	void withoutMustacheAndTheNameSystemItWorksAsWell() {
		this.contextRunner.withPropertyValues(KEY, BASE_URL)
			.withClassLoader(new FilteredClassLoader(Mustache.class, org.xbill.DNS.SimpleResolver.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(TrackingPolicy.class).doesNotHaveBean(TrackingHosts.class);
				assertThat(context.getBean(TrackingLinks.class).offersUnsubscribe()).isTrue();
			});
	}

	@Test
	void beansOfTheApplicationComeFirst() {
		this.contextRunner.withPropertyValues(KEY, BASE_URL).withUserConfiguration(OwnHosts.class).run((context) -> {
			TrackingLinks links = context.getBean(TrackingLinks.class);
			Reader ann = new Reader("default", EmailAddress.parse("ann@example.com"), null);
			assertThat(links.unsubscribe(ann, EmailAddress.parse("news@acme.example")).getHost())
				.isEqualTo("t.acme.example");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHosts {

		@Bean
		TrackingHosts hosts() {
			return (domain, subAccount) -> "t." + domain;
		}

	}

}
