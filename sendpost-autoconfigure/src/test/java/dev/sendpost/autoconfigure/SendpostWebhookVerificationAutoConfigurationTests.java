package dev.sendpost.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.webhook.inbound.mvc.SignedWebhook;
import dev.sendpost.webhook.inbound.mvc.SignedWebhookHandlerAdapter;
import dev.sendpost.webhook.inbound.signature.CertificateSource;
import dev.sendpost.webhook.inbound.signature.JdbcReplayGuard;
import dev.sendpost.webhook.inbound.signature.LocalReplayGuard;
import dev.sendpost.webhook.inbound.signature.ReplayGuard;
import dev.sendpost.webhook.inbound.signature.SignedExample;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostWebhookVerificationAutoConfiguration} and
 * {@link SendpostSignedWebhookAutoConfiguration}.
 */
class SendpostWebhookVerificationAutoConfigurationTests {

	private static final String SHOP = "sendpost.webhooks.sources.shop.";

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostWebhookVerificationAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"));

	private final WebApplicationContextRunner webRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
				SendpostWebhookVerificationAutoConfiguration.class, SendpostSignedWebhookAutoConfiguration.class));

	@Test
	void withAStoreWebhooksAreRememberedThere() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(JdbcReplayGuard.class).doesNotHaveBean(LocalReplayGuard.class);
			assertThat(context.getBean(WebhookSources.class).names()).isEmpty();
			ScheduledJob job = context.getBean("sendpostWebhookClaimJob", ScheduledJob.class);
			assertThat(job.name()).isEqualTo("webhook-claims");
			job.work().run();
		});
	}

	@Test
	void withoutAStoreWebhooksAreRememberedOnThisNode() {
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(LocalReplayGuard.class)
				.hasSingleBean(WebhookSources.class)
				.doesNotHaveBean(ScheduledJob.class));
	}

	@Test
	void withoutJdbcWebhooksAreVerified() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.dao",
					"org.springframework.transaction"))
			.withPropertyValues(SHOP + "provider=generic", SHOP + "secrets=hunter2")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LocalReplayGuard.class));
	}

	@Test
	void withoutCaffeineThereAreNoSources() {
		FilteredClassLoader withoutCaffeine = new FilteredClassLoader("com.github.benmanes.caffeine");
		this.contextRunner.withClassLoader(withoutCaffeine)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookSources.class));
		this.contextRunner.withClassLoader(withoutCaffeine)
			.withPropertyValues(SHOP + "provider=generic", SHOP + "secrets=hunter2")
			.run((context) -> assertFailed(context, "sendpost.webhooks", "needs a library"));
	}

	@Test
	void anApplicationBringsItsOwn() {
		ReplayGuard guard = new LocalReplayGuard(Clock.systemUTC(), Ticker.systemTicker());
		this.contextRunner.withBean(ReplayGuard.class, () -> guard)
			.run((context) -> assertThat(context).hasSingleBean(ReplayGuard.class)
				.doesNotHaveBean(JdbcReplayGuard.class)
				.doesNotHaveBean("sendpostWebhookClaimJob"));
		WebhookSources sources = new WebhookSources(List.of());
		this.contextRunner.withBean(WebhookSources.class, () -> sources)
			.run((context) -> assertThat(context.getBean(WebhookSources.class)).isSameAs(sources));
	}

	@Test
	void sourcesAreMadeOfPropertiesAndBeans() {
		SignedExample example = SignedExample.named("generic");
		this.contextRunner
			.withPropertyValues(SHOP + "provider=email-api", SHOP + "secrets[0]=old",
					SHOP + "secrets[1]=" + example.secret())
			.withBean(WebhookSource.class, () -> source("mine"))
			.run((context) -> {
				WebhookSources sources = context.getBean(WebhookSources.class);
				assertThat(sources.names()).containsExactly("mine", "shop");
				WebhookSource shop = sources.find("shop").orElseThrow();
				shop.accept(example.request());
				assertThatExceptionOfType(WebhookVerificationException.class)
					.isThrownBy(() -> shop.accept(example.request()))
					.withMessageContaining("it came before");
			});
		this.contextRunner.withPropertyValues(SHOP + "provider=generic", SHOP + "secrets=hunter2")
			.withBean(WebhookSource.class, () -> source("shop"))
			.run((context) -> assertFailed(context, "sendpost.webhooks.sources.shop", "a bean"));
	}

	private static WebhookSource source(String name) {
		return new WebhookSource(name, (request) -> {
			throw new IllegalStateException();
		}, new LocalReplayGuard(Clock.systemUTC(), Ticker.systemTicker()), Clock.systemUTC());
	}

	@Test
	void aClockAndACertificateSourceOfTheApplicationAreUsed() {
		SignedExample example = SignedExample.named("SNS, version 2");
		CertificateSource certificates = (url) -> example.secret().getBytes(StandardCharsets.US_ASCII);
		this.contextRunner
			.withPropertyValues("sendpost.store.enabled=false", SHOP + "provider=ses",
					SHOP + "topic-arns=" + SignedExample.TOPIC)
			.withBean(Clock.class, example::clock)
			.withBean(CertificateSource.class, () -> certificates)
			.run((context) -> assertThat(context.getBean(WebhookSources.class)
				.find("shop")
				.orElseThrow()
				.accept(example.request())
				.signedAt()).isEqualTo(example.signedAt()));
	}

	@ParameterizedTest
	@EnumSource
	void eachProviderCanBeConfigured(WebhookProvider provider) {
		List<String> properties = new ArrayList<>(
				List.of("sendpost.store.enabled=false", SHOP + "provider=" + TransportDefinition.dashed(provider)));
		switch (provider) {
			case SES -> properties.add(SHOP + "topic-arns=" + SignedExample.TOPIC);
			case POSTMARK, BREVO, MAILJET, SPARKPOST ->
				properties.addAll(List.of(SHOP + "username=post", SHOP + "password=hunter2", SHOP + "secrets=hunter3"));
			case SENDGRID -> properties.add(SHOP + "secrets=" + SignedExample.named("SendGrid").secret());
			case POSTAL -> properties.add(SHOP + "secrets=" + SignedExample.named("Postal").secret());
			case MANDRILL -> properties.addAll(List.of(SHOP + "secrets=hunter2", SHOP + "url=https://shop.example/x"));
			default -> properties.add(SHOP + "secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
		}
		this.contextRunner.withPropertyValues(properties.toArray(String[]::new))
			.run((context) -> assertThat(context.getBean(WebhookSources.class).find("shop")).isPresent());
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void aMistakeIsNamed(String properties, String property, String reason) {
		this.contextRunner.withPropertyValues(properties.split(";"))
			.run((context) -> assertFailed(context, property, reason));
	}

	static Stream<Arguments> mistakes() {
		String postmark = SHOP + "provider=postmark;";
		return Stream.of(mistake(SHOP + "secrets=a", SHOP + "provider", "it is missing"),
				mistake(SHOP + "provider=generic", SHOP + "secrets[0]", "it is missing"),
				mistake(SHOP + "provider=generic;" + SHOP + "secrets=${NO_SUCH_SECRET}", SHOP + "secrets[0]",
						"NO_SUCH_SECRET is not set"),
				mistake(SHOP + "provider=resend;" + SHOP + "secrets=whsec_AAAA,whsec_hunter2!", SHOP + "secrets[1]",
						"it is not base64"),
				mistake(SHOP + "provider=standard-webhooks;" + SHOP + "secrets=whpk_AAAA", SHOP + "secrets[0]",
						"32 octets and not 3"),
				mistake(SHOP + "provider=sendgrid;" + SHOP + "secrets=hunter2", SHOP + "secrets[0]", "no public key"),
				mistake(SHOP + "provider=generic;" + SHOP + "secrets[0]=a;" + SHOP + "secrets[1]=", SHOP + "secrets[1]",
						"it is empty"),
				mistake(SHOP + "provider=lettermint;" + SHOP + "secrets=a;" + SHOP + "tolerance=0s", SHOP + "tolerance",
						"accepts nothing"),
				mistake(SHOP + "provider=lettermint;" + SHOP + "secrets=a;" + SHOP + "tolerance=-5m",
						SHOP + "tolerance", "accepts nothing"),
				mistake(SHOP + "provider=generic;" + SHOP + "secrets=a;" + SHOP + "tolerance=5m", SHOP + "tolerance",
						"the signatures of generic have no time"),
				mistake(SHOP + "provider=ses", SHOP + "topic-arns[0]", "it is missing"),
				mistake(SHOP + "provider=ses;" + SHOP + "topic-arns=a;" + SHOP + "secrets=b", SHOP + "secrets",
						"ses has no secret"),
				mistake(SHOP + "provider=mandrill;" + SHOP + "secrets=a", SHOP + "url", "it is missing"),
				mistake(SHOP + "provider=generic;" + SHOP + "secrets=a;" + SHOP + "url=https://a.example", SHOP + "url",
						"generic does not sign it"),
				mistake(SHOP + "provider=generic;" + SHOP + "secrets=a;" + SHOP + "topic-arns=b", SHOP + "topic-arns",
						"generic has no topics"),
				mistake(SHOP + "provider=generic;" + SHOP + "secrets=a;" + SHOP + "password=b", SHOP + "password",
						"generic signs its webhooks"),
				mistake(postmark + SHOP + "password=hunter2", SHOP + "username", "it is missing"),
				mistake(postmark + SHOP + "username=post", SHOP + "password", "it is missing"),
				mistake(postmark + SHOP + "username=po:st;" + SHOP + "password=a", SHOP + "username", "it has a colon"),
				mistake(postmark + SHOP + "username=post;" + SHOP + "password=${NO_SUCH_SECRET}", SHOP + "password",
						"NO_SUCH_SECRET is not set"),
				mistake(postmark + SHOP + "username=post;" + SHOP + "password=a;" + SHOP + "secrets[0]=",
						SHOP + "secrets[0]", "it is empty"),
				mistake("sendpost.webhooks.sources[my/shop].provider=generic;"
						+ "sendpost.webhooks.sources[my/shop].secrets=a", "sendpost.webhooks.sources.my/shop",
						"100 letters"),
				mistake(SHOP + "provder=generic", SHOP + "provder", "there is no such property"));
	}

	private static Arguments mistake(String properties, String property, String reason) {
		return Arguments.of(properties, property, reason);
	}

	@Test
	void aProviderThatIsNotKnownIsNamedWithThoseThatAre() {
		this.contextRunner.withPropertyValues(SHOP + "provider=pigeon")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.message()
				.contains("pigeon")
				.doesNotContain("hunter2"));
	}

	@Test
	void withSpringMvcMethodsAreServed() {
		this.webRunner.withPropertyValues(SHOP + "provider=generic", SHOP + "secrets=hunter2")
			.withBean(Shop.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SignedWebhookHandlerAdapter.class));
	}

	@Test
	void aMethodForASourceThatIsMissingKeepsTheApplicationFromStarting() {
		this.webRunner
			.withPropertyValues("sendpost.webhooks.sources.other.provider=generic",
					"sendpost.webhooks.sources.other.secrets=hunter2")
			.withBean(Shop.class)
			.run((context) -> assertFailed(context, "sendpost.webhooks.sources.shop", "Shop#receive"));
	}

	@Test
	void aMethodIsNeverLeftUnverifiedForWantOfALibrary() {
		this.webRunner.withClassLoader(new FilteredClassLoader("com.github.benmanes.caffeine"))
			.withBean(Shop.class)
			.run((context) -> assertFailed(context, "sendpost.webhooks.sources.shop", "Shop#receive"));
	}

	@Test
	void withoutSpringMvcThereIsNoAdapter() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SendpostWebhookVerificationAutoConfiguration.class,
					SendpostSignedWebhookAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SignedWebhookHandlerAdapter.class));
		this.webRunner.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> assertThat(context).doesNotHaveBean(SignedWebhookHandlerAdapter.class));
	}

	@Test
	void aSizeThatNothingFitsIntoIsRefused() {
		this.webRunner.withPropertyValues("sendpost.webhooks.max-body-size=0B")
			.run((context) -> assertFailed(context, "sendpost.webhooks.max-body-size", "not between"));
	}

	private static void assertFailed(AssertableApplicationContext context, String property, String reason) {
		assertInvalid(context.getStartupFailure(), property, reason);
	}

	private static void assertFailed(AssertableWebApplicationContext context, String property, String reason) {
		assertInvalid(context.getStartupFailure(), property, reason);
	}

	private static void assertInvalid(Throwable failure, String property, String reason) {
		assertThat(failure).isNotNull();
		assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
			.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
				assertThat(ex.getProperty()).isEqualTo(property);
				assertThat(ex.getReason()).contains(reason).doesNotContain("hunter2");
				assertThat(ex.getAction()).isNotBlank().doesNotContain("hunter2");
			});
	}

	@RestController
	static class Shop {

		@PostMapping("/shop")
		@SignedWebhook("shop")
		void receive() {
		}

	}

}
