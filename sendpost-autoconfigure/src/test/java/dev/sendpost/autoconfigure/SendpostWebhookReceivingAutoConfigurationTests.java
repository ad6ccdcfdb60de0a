package dev.sendpost.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.event.ReportScope;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSource;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSources;
import dev.sendpost.webhook.inbound.ReceivedWebhooks;
import dev.sendpost.webhook.inbound.ReceivingSource;
import dev.sendpost.webhook.inbound.ReceivingSources;
import dev.sendpost.webhook.inbound.WebhookDeliveries;
import dev.sendpost.webhook.inbound.WebhookEraser;
import dev.sendpost.webhook.inbound.WebhookProcessor;
import dev.sendpost.webhook.inbound.WebhookReceiver;
import dev.sendpost.webhook.inbound.format.WebhookFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostWebhookReceivingAutoConfiguration} and
 * {@link SendpostWebhookEndpointAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostWebhookReceivingAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(MailTransportAutoConfiguration.class,
			MailGatewayAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
			SendpostOutboxAutoConfiguration.class, SendpostWebhookVerificationAutoConfiguration.class,
			SendpostWebhookReceivingAutoConfiguration.class, SendpostWebhookEndpointAutoConfiguration.class,
			DataSourceAutoConfiguration.class);

	private static final String[] RESEND = { "spring.datasource.generate-unique-name=true",
			"sendpost.webhooks.sources.resend.provider=resend",
			"sendpost.webhooks.sources.resend.secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };

	private final ApplicationContextRunner withoutSources = new ApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	private final ApplicationContextRunner withResend = this.withoutSources.withPropertyValues(RESEND);

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
		.withPropertyValues(RESEND);

	@Test
	void aSourceIsAllThatItTakes() {
		this.withResend.run((context) -> {
			assertThat(context).hasSingleBean(WebhookReceiver.class)
				.hasSingleBean(WebhookProcessor.class)
				.hasSingleBean(WebhookDeliveries.class)
				.hasSingleBean(WebhookEraser.class);
			assertThat(context.getBean(ReceivingSources.class).names()).containsExactly("resend");
			assertThat(context.getBean(WebhookProcessor.class).isRunning()).isTrue();
			Map<String, ScheduledJob> jobs = context.getBeansOfType(ScheduledJob.class);
			assertThat(jobs.values()).extracting(ScheduledJob::name)
				.contains("webhook-processing", "webhook-retention");
			jobs.values().forEach((job) -> job.work().run());
		});
	}

	@Test
	void withoutSourcesNothingIsReceived() {
		this.withoutSources.run((context) -> assertThat(context).doesNotHaveBean(WebhookReceiver.class)
			.doesNotHaveBean(WebhookProcessor.class));
		this.withResend.withPropertyValues("sendpost.webhooks.sources.resend.endpoint=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WebhookReceiver.class));
	}

	@Test
	void withoutAStoreItIsSaidWhyThereIsNoEndpoint(CapturedOutput output) {
		this.withResend.withPropertyValues("sendpost.store.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class);
			assertThat(output).contains("There is no endpoint for the webhooks of [resend]");
		});
	}

	@Test
	void withoutALibraryNothingIsReceived() {
		for (Class<?> type : List.of(Caffeine.class, JsonMapper.class)) {
			this.withoutSources.withClassLoader(new FilteredClassLoader(type))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class));
		}
	}

	@Test
	void theEndpointNeedsSpringMvc() {
		this.web.run((context) -> {
			SimpleUrlHandlerMapping mapping = context.getBean("sendpostWebhookHandlerMapping",
					SimpleUrlHandlerMapping.class);
			assertThat(mapping.getUrlMap()).containsOnlyKeys("/webhooks/email/resend");
			assertThat(context).hasBean("sendpostWebhookSecurityCustomizer");
		});
		this.web
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class, SimpleUrlHandlerMapping.class,
					org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WebhookReceiver.class)
				.doesNotHaveBean("sendpostWebhookHandlerMapping"));
		this.web.withClassLoader(new FilteredClassLoader(WebSecurityCustomizer.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("sendpostWebhookHandlerMapping")
				.doesNotHaveBean("sendpostWebhookSecurityCustomizer"));
	}

	@Test
	void aFormatOfTheApplicationsOwnIsUsed() {
		ReceivingSource own = new ReceivingSource("resend", WebhookFormats.brevo());
		this.withResend.withBean(ReceivingSource.class, () -> own)
			.run((context) -> assertThat(context.getBean(ReceivingSources.class).sources()).containsExactly(own));
	}

	@Test
	void aSourceReportsOnAllMessagesUnlessItIsSaidOnWhich() {
		this.withResend.run((context) -> assertThat(scope(context)).isEqualTo(ReportScope.ALL));
		ApplicationContextRunner scoped = this.withResend.withPropertyValues("sendpost.transports.main.type=capture",
				"sendpost.webhooks.sources.resend.transports=main,capture",
				"sendpost.webhooks.sources.resend.sub-account=shop");
		ReportScope expected = new ReportScope(Set.of("main", "capture"), "shop");
		scoped.run((context) -> assertThat(scope(context)).isEqualTo(expected));
		scoped.withBean(ReceivingSource.class, () -> new ReceivingSource("resend", WebhookFormats.brevo()))
			.run((context) -> assertThat(scope(context)).isEqualTo(expected));
	}

	private static ReportScope scope(ApplicationContext context) {
		return context.getBean(ReceivingSources.class).sources().get(0).scope();
	}

	@ParameterizedTest
	@CsvSource({ "transports=main, there is no transport 'main'", "sub-account=, it is empty" })
	void mistakesInAScopeNameTheProperty(String value, String reason) {
		this.withResend.withPropertyValues("sendpost.webhooks.sources.resend." + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class,
						(ex) -> assertThat(ex)
							.hasMessageContaining("sendpost.webhooks.sources.resend." + value.split("=")[0])
							.hasMessageContaining(reason)));
	}

	@Test
	void aFormatWithoutVerificationIsRefused() {
		this.withoutSources.withBean(ReceivingSource.class, () -> new ReceivingSource("own", WebhookFormats.brevo()))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("There is no source 'own' whose webhooks can be verified"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			sendpost.webhooks.sources.x.mapping.type=       | .mapping.type | there is no format of its own for generic
			sendpost.webhooks.sources.x.mapping.type=type   | .mapping.type | "'type' is no JSON pointer (RFC 6901)"
			sendpost.webhooks.sources.x.mapping.id=id       | .mapping.id | "'id' is no JSON pointer (RFC 6901)"
			sendpost.webhooks.sources.x.mapping.types.a=gone | .mapping.types.a | "'gone' is no meaning"
			""")
	void mistakesInAMappingNameTheProperty(String value, String property, String reason) {
		this.withoutSources
			.withPropertyValues("sendpost.webhooks.sources.x.provider=generic",
					"sendpost.webhooks.sources.x.secrets=secret-of-the-webhook",
					"sendpost.webhooks.sources.x.mapping.message-id=/id",
					"sendpost.webhooks.sources.x.mapping.types.ok=delivered")
			.withPropertyValues(value.contains("mapping.type=") ? new String[0]
					: new String[] { "sendpost.webhooks.sources.x.mapping.type=/type" })
			.withPropertyValues(value.endsWith("type=") ? new String[0] : new String[] { value })
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class,
						(ex) -> assertThat(ex).hasMessageContaining("sendpost.webhooks.sources.x" + property)
							.hasMessageContaining(reason)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "provider=generic", "provider=postal" })
	void whoHasNoFormatNeedsAMapping(String provider) {
		this.withoutSources.withPropertyValues("sendpost.webhooks.sources.x." + provider,
				"sendpost.webhooks.sources.x.secrets=" + (provider.endsWith("postal")
						? "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDJ8mpjtlKmbAktUdjsKzGjRpUCwxHJRUUDH8cJnFPvBB9F6Vnjo9qqwvSmQ5i9Wqvu26KbCsz5jIpSMpVuy0aNRVQ0YxNOnDSrYLt3Zw5m1dRQ6oVTxUjvfQnYrHX1LbLuHoDbpfFZoOx6q0TBCXW0WgZu5vUoR8KfVhSBbHxbFwIDAQAB"
						: "secret-of-the-webhook"))
			.run((context) -> assertThat(context).hasFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "hooks", "/hooks/", "/hooks/{name}", "/hooks/*", "", "/a b" })
	void theBasePathIsAPlainPath(String path) {
		this.web.withPropertyValues("sendpost.webhooks.base-path=" + path)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sendpost.webhooks.base-path"));
	}

	@Test
	void theRetentionIsPositive() {
		this.withResend.withPropertyValues("sendpost.webhooks.retention=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sendpost.webhooks.retention"));
	}

	@Test
	void whatIsSetUpCanBeLookedAt() {
		this.withResend
			.withPropertyValues("sendpost.webhooks.base-path=/hooks", "sendpost.webhooks.sources.own.provider=generic",
					"sendpost.webhooks.sources.own.secrets=0123456789abcdef",
					"sendpost.webhooks.sources.own.endpoint=false")
			.run((context) -> {
				assertThat(context.getBean(ConfiguredWebhookSources.class).sources()).containsExactly(
						new ConfiguredWebhookSource("own", "generic", "HMAC-SHA256 of the body in X-Webhook-Signature",
								null),
						new ConfiguredWebhookSource("resend", "resend", "Standard Webhooks by Svix, in svix-signature",
								"/hooks/resend"));
				assertThat(context).hasSingleBean(ReceivedWebhooks.class);
			});
	}

}
